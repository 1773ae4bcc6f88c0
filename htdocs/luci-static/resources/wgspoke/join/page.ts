// What is on the page on which a home joins, or homes are edited? First the text, then what was read from it; every
// change of it is planned anew.

import { api } from '../pages/api.ts';
import { button } from '../widgets/buttons.ts';
import { fillNode } from '../widgets/layout.ts';
import { faultNotice, findingNotice, notice } from '../widgets/notices.ts';
import { attempt } from './attempt.ts';
import { draftAs, draftAtHub, draftFromReply, forgetDraft, saveDraft } from './draft.ts';
import { fixFor } from './fixes.ts';
import { Planning } from './planning.ts';
import { reviewRows } from './rows.ts';
import { framed, riskWords } from './frame.ts';
import { redrawn } from './redrawn.ts';
import { hasTextError, rowOf } from './step.ts';
import { hubStep, unusedLines } from './steps/hub.ts';
import { outcome } from './steps/review.ts';
import { tellHub } from './steps/tellhub.ts';
import type { Finding, Network, PlanReply, ReadReply } from '../types.ts';
import type { Draft, StepId } from './draft.ts';
import type { RowId, Wizard } from './step.ts';

export class JoinPage implements Wizard {
	draft: Draft;
	text = '';
	unread: (() => Promise<void>) | null = null;
	readonly mayWrite = L.hasViewPermission() === true;
	readonly node = E('div', { class: 'wgs cbi-map' }, []);
	private readonly done: () => void;
	private problem: Node[] = [];
	/** Why the last try was undone. */
	private failed: Node[] = [];
	/** Rows whose fields are shown. */
	private readonly opened = new Set<RowId>();
	/** Below the rows: what the hub is told, and what will happen. It changes while somebody types in a row. */
	private readonly below = E('div', { 'aria-live': 'polite' }, []);
	private readonly risk = E('div', { class: 'wgs-risk' }, []);
	private readonly apply = button(_('Apply'), 'apply', () => this.tryOut());
	/** What is to be told to the hub is asked for once for each plan. */
	private told: HTMLElement | null = null;
	private reading = 0;
	private readonly planning = new Planning();
	private lastRead: Promise<void> = Promise.resolve();

	constructor(draft: Draft, done: () => void) {
		this.draft = draft;
		this.done = done;
		if (draft.editing) this.opened.add('others');
		this.redraw();
		if (draft.step === 'review') void this.replan();
	}

	get plan(): PlanReply | null {
		return this.planning.plan;
	}

	// --- the draft ---

	read(text: string): Promise<void> {
		this.text = text;
		this.lastRead = this.take(api.read(text));
		return this.lastRead;
	}

	beHome(name: string): void {
		this.draft = draftAs(this.draft, name);
		this.changed();
		this.redraw();
	}

	beAtHub(key: string): void {
		this.draft = draftAtHub(this.draft, key);
		this.changed();
		this.redraw();
		this.node.querySelector<HTMLElement>(`input[value="${key}"]`)?.focus();
	}

	/** The draft becomes what the router says of a text, unless a newer text is being read already. */
	private async take(reading: Promise<ReadReply>): Promise<void> {
		const turn = ++this.reading;
		try {
			const reply = await reading;
			if (turn !== this.reading) return;
			const { editing, step } = this.draft;
			this.draft = { ...draftFromReply(reply), editing, step };
			this.problem = [];
			this.opened.clear();
			this.changed();
		} catch (error) {
			this.problem = [faultNotice(error)];
		}
		this.redraw();
	}

	edit(abouts: string[], change: (network: Network) => void): void {
		change(this.draft.network);
		this.draft.findings = this.draft.findings.filter(({ about }) => !abouts.includes(about));
		this.changed();
		this.replanSoon();
	}

	/** The tunnel of this name, made by hand, goes in the same step. */
	private takeOver(finding: Finding, name: string): void {
		this.draft.takeOver = name;
		this.draft.findings = this.draft.findings.filter((one) => one !== finding);
		this.changed();
	}

	private changed(): void {
		this.failed = [];
		this.apply.textContent = _('Apply');
		this.planning.drop();
		this.told = null;
		saveDraft(this.draft);
	}

	/** Makes the plan for the draft as it is. */
	private async check(): Promise<void> {
		const { findings } = await this.planning.make(() => this.draft, this.mayWrite);
		for (const { about, severity } of findings) {
			const row = rowOf(about);
			if (severity === 'error' && row !== null) this.opened.add(row);
		}
	}

	private replanSoon(): void {
		if (this.draft.step !== 'review') return;
		this.planning.soon(() => void this.replan());
		this.drawBelow();
	}

	/** Fields in which somebody types stay as they are; what was found is shown beside them. */
	private async replan(): Promise<void> {
		this.planning.stop();
		try {
			this.problem = [];
			await this.check();
		} catch (error) {
			this.problem = [faultNotice(error)];
		}
		if (this.gone()) await this.go('hub');
		else if (this.isTyping()) this.drawFound();
		else this.redraw();
	}

	/** Has the router forgotten the text? Then it is pasted again. */
	private gone(): boolean {
		const { step, findings } = this.draft;
		return step === 'review' && hasTextError(findings);
	}

	private isTyping(): boolean {
		const focused = document.activeElement;
		return focused instanceof HTMLInputElement && this.node.contains(focused);
	}

	// --- moving ---

	open(row: RowId): void {
		this.opened.add(row);
		this.redraw();
		this.node.querySelector<HTMLElement>(`[data-row=${row}] input`)?.focus();
	}

	pasteAnew(): void {
		void this.go('hub');
	}

	private toggle(row: RowId): void {
		if (!this.opened.delete(row)) this.opened.add(row);
		this.redraw();
		const place = this.opened.has(row) ? '.cbi-value input' : '.wgs-row-button button';
		this.node.querySelector<HTMLElement>(`[data-row=${row}] ${place}`)?.focus();
		if (this.plan === null) void this.replan();
	}

	private async go(target: StepId): Promise<void> {
		this.draft.step = target;
		saveDraft(this.draft);
		this.redraw();
		this.node.querySelector<HTMLElement>('h2')?.focus();
		this.node.scrollIntoView({ block: 'nearest' });
		if (target === 'review' && this.plan === null) await this.replan();
	}

	private async next(): Promise<void> {
		await this.unread?.();
		await this.lastRead;
		if (this.problem.length > 0) return;
		const { network, findings } = this.draft;
		const { hub } = network;
		if (this.text.trim() === '' && hub.endpoint_host === '' && hub.public_key === '') {
			this.problem = [notice('warning', [_('Paste a configuration first.')])];
			this.redraw();
			this.node.querySelector('textarea')?.focus();
			return;
		}
		if (!hasTextError(findings)) await this.go('review');
	}

	// --- what is seen ---

	notices(wanted: (about: string) => boolean): HTMLElement[] {
		return this.draft.findings
			.filter(({ about, code }) => wanted(about) && !code.startsWith('unused-line'))
			.map((one) => this.noticeOf(one));
	}

	/** With the button that puts it right, where one click does. */
	private noticeOf(finding: Finding): HTMLElement {
		const fix = fixFor(finding, this.draft);
		if (!fix) return findingNotice(finding, null);
		const act = async () => {
			if (fix.change) this.edit([finding.about], fix.change);
			if (fix.takeOver !== undefined) this.takeOver(finding, fix.takeOver);
			if (fix.row) {
				if (this.draft.step === 'hub') await this.go('review');
				this.open(fix.row);
			} else if (this.draft.step === 'review') await this.replan();
			else this.redraw();
		};
		return findingNotice(finding, button(fix.label, 'action', act));
	}

	private elsewhere(): HTMLElement[] {
		return this.notices((about) => rowOf(about) === null);
	}

	/** What was found, beside fields that stay. */
	private drawFound(): void {
		for (const place of this.node.querySelectorAll<HTMLElement>('[data-found]')) {
			const id = place.dataset['found'];
			fillNode(place, id === '' ? this.elsewhere() : this.notices((about) => rowOf(about) === id));
		}
		this.drawBelow();
	}

	private drawBelow(): void {
		// The router has its key, of which the hub is told, once a plan was made.
		if (this.plan) this.told ??= tellHub(this);
		fillNode(this.below, [...(this.told ? [this.told] : []), ...this.problem, ...outcome(this)]);
		const { plan } = this;
		const brings = plan !== null && (plan.changes.length > 0 || plan.takes_token);
		this.apply.disabled = !(this.mayWrite && brings);
		this.drawRisk();
	}

	private pasted(): Node[] {
		return [...this.problem, ...hubStep(this)];
	}

	private reviewed(): Node[] {
		this.drawBelow();
		return [
			...this.failed,
			E('p', {}, [
				this.draft.editing
					? _('Change what you like, then apply.')
					: _('Read from your text. Check it, then apply.'),
			]),
			E('div', { 'data-found': '' }, this.elsewhere()),
			reviewRows(this, this.opened, (row) => {
				this.toggle(row);
			}),
			...unusedLines(this),
			this.below,
		];
	}

	private drawRisk(): void {
		this.risk.textContent = riskWords(this);
	}

	private buttons(): HTMLElement[] {
		const { editing, step } = this.draft;
		const leave = (): void => {
			forgetDraft();
			this.done();
		};
		const back = editing
			? [button(_('Cancel'), 'neutral', leave)]
			: step === 'review'
				? [button(_('Back'), 'neutral', () => this.go('hub'))]
				: [];
		const forward = step === 'review' ? this.apply : button(_('Next'), 'apply', () => this.next());
		return [...back, forward];
	}

	redraw(): void {
		const { step } = this.draft;
		const draw = (): LuciChild[] => {
			const parts = step === 'hub' ? this.pasted() : this.reviewed();
			this.drawRisk();
			return framed(this, parts, this.risk, this.buttons());
		};
		redrawn(this.node, draw, () => this.unread !== null);
		if (step === 'hub' && this.draft.paste === '') {
			window.setTimeout(() => this.node.querySelector('textarea')?.focus());
		}
	}

	private async tryOut(): Promise<void> {
		const ended = await attempt(this, (why) => {
			this.failed = why;
		});
		if (ended === 'kept') {
			forgetDraft();
			this.done();
			return;
		}
		this.apply.textContent = this.failed.length > 0 ? _('Try again') : _('Apply');
		await this.replan();
		this.node.querySelector<HTMLElement>('h2')?.focus();
		this.node.scrollIntoView({ block: 'start' });
	}
}
