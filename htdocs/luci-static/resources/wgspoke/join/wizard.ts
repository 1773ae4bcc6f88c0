// How does a home join, step by step? Also how the network of one that has joined is changed.

import baseclass from 'luci:baseclass';
import { api } from '../pages/api.ts';
import { joinChange } from '../pages/joining.ts';
import { tryOut } from '../pages/trial.ts';
import { button, buttonRow } from '../widgets/buttons.ts';
import { fillNode } from '../widgets/layout.ts';
import { faultNotice, findingNotice, notice } from '../widgets/notices.ts';
import { fill } from '../widgets/words.ts';
import { draftAs, draftFromReply, forgetDraft, loadDraft, saveDraft } from './draft.ts';
import { fixFor } from './fixes.ts';
import { stepOf } from './step.ts';
import { homeStep } from './steps/home.ts';
import { hubStep } from './steps/hub.ts';
import { othersStep } from './steps/others.ts';
import { reviewStep } from './steps/review.ts';
import { hubCommands, tellHubStep } from './steps/tellhub.ts';
import type { Finding, Network, PlanReply, ReadReply, Status } from '../types.ts';
import type { Draft, StepId } from './draft.ts';
import type { Wizard } from './step.ts';

interface Step {
	id: StepId;
	title: () => string;
	render: (wizard: Wizard) => Node[];
}

const steps: Step[] = [
	{ id: 'hub', title: () => _('Hub'), render: hubStep },
	{ id: 'home', title: () => _('This home'), render: homeStep },
	{ id: 'others', title: () => _('Other homes'), render: othersStep },
	{ id: 'tellhub', title: () => _('Tell the hub'), render: tellHubStep },
	{ id: 'review', title: () => _('Review'), render: reviewStep },
];

function stepAt(index: number): Step {
	const step = steps[index];
	if (!step) throw new RangeError(`no step ${index}`);
	return step;
}

const indexOf = (id: StepId) => steps.findIndex((step) => step.id === id);

class JoinWizard implements Wizard {
	draft: Draft;
	text = '';
	plan: PlanReply | null = null;
	readonly mayWrite = L.hasViewPermission() === true;
	readonly node = E('div', { class: 'wgs cbi-map' }, []);
	private readonly done: () => void;
	private problem: Node[] = [];
	private reading = 0;
	/** Counts moves and changes: what was asked of the router before the last of them is of no use. */
	private moves = 0;
	private changes = 0;
	private lastRead: Promise<void> = Promise.resolve();
	/** Findings that the step has shown beside its fields. */
	private readonly shown = new Set<Finding>();
	unread: (() => Promise<void>) | null = null;

	constructor(draft: Draft, done: () => void) {
		this.draft = draft;
		this.done = done;
		this.redraw();
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

	/** The draft becomes what the router says of a text, unless a newer text is being read already. */
	private async take(reading: Promise<ReadReply>): Promise<void> {
		const turn = ++this.reading;
		try {
			const reply = await reading;
			if (turn !== this.reading) return;
			const { editing, step } = this.draft;
			this.draft = { ...draftFromReply(reply), editing, step };
			this.problem = [];
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
	}

	/** The tunnel of this name, made by hand, goes in the same step. */
	private takeOver(finding: Finding, name: string): void {
		this.draft.takeOver = name;
		this.draft.findings = this.draft.findings.filter((one) => one !== finding);
		this.changed();
	}

	private changed(): void {
		this.changes++;
		this.plan = null;
		saveDraft(this.draft);
	}

	/** Makes the plan for the draft as it is; the router's own key first, where it needs one. */
	private async check(step: StepId): Promise<void> {
		const { draft } = this;
		const needsKey = !draft.keyFromHub && !draft.editing && this.mayWrite;
		if (needsKey && indexOf(step) >= indexOf('tellhub')) await api.key();
		const { changes } = this;
		const plan = await api.plan(draft.network, draft.paste, draft.takeOver);
		if (changes !== this.changes) {
			await this.check(step);
			return;
		}
		draft.network = plan.network;
		draft.findings = plan.findings;
		this.plan = plan;
	}

	// --- moving ---

	async go(target: StepId): Promise<void> {
		const move = ++this.moves;
		await this.unread?.();
		await this.lastRead;
		this.problem = [];
		const from = indexOf(this.draft.step);
		const to = indexOf(target);
		try {
			if (to > from) await this.check(target);
			if (move !== this.moves) return;
			const stop = this.firstError(to);
			this.draft.step = to > from && stop !== null ? stop : target;
		} catch (error) {
			this.problem = [faultNotice(error)];
		}
		saveDraft(this.draft);
		this.redraw();
		this.focus();
	}

	/** The first step before `to` that has an error on it; null when the way is free. */
	private firstError(to: number): StepId | null {
		const errors = this.draft.findings.filter(({ severity }) => severity === 'error');
		const found = errors.map(({ about }) => indexOf(stepOf(about))).filter((index) => index < to);
		return found.length === 0 ? null : stepAt(Math.min(...found)).id;
	}

	private focus(): void {
		const wrong = this.node.querySelector<HTMLElement>('[aria-invalid=true]');
		const title = this.node.querySelector<HTMLElement>('h3');
		(wrong ?? title)?.focus();
		title?.scrollIntoView({ block: 'nearest' });
	}

	// --- what is seen ---

	notices(wanted: (about: string) => boolean): HTMLElement[] {
		const found = this.draft.findings.filter(({ about }) => wanted(about));
		for (const finding of found) this.shown.add(finding);
		// The list of unused lines says it better.
		return found
			.filter(({ code }) => !code.startsWith('unused-line'))
			.map((one) => this.noticeOf(one));
	}

	/** With the button that puts it right, where one click does. */
	private noticeOf(finding: Finding): HTMLElement {
		const fix = fixFor(finding, this.draft);
		if (!fix) return findingNotice(finding, null);
		const act = async () => {
			if (fix.change) this.edit([finding.about], fix.change);
			if (fix.takeOver !== undefined) this.takeOver(finding, fix.takeOver);
			if (fix.step) await this.go(fix.step);
			else if (this.draft.step === 'review') await this.replan();
			else this.redraw();
		};
		return findingNotice(finding, button(fix.label, 'action', act));
	}

	/** The step, below what is found on it about no field that it shows: nothing that stops anybody is unseen. */
	private rendered(step: Step): Node[] {
		this.shown.clear();
		const nodes = step.render(this);
		const unseen = this.draft.findings.filter(
			(one) => stepOf(one.about) === step.id && !this.shown.has(one)
		);
		return [...unseen.map((one) => this.noticeOf(one)), ...nodes];
	}

	private async replan(): Promise<void> {
		try {
			await this.check('review');
		} catch (error) {
			this.problem = [faultNotice(error)];
		}
		this.redraw();
	}

	private navigation(): HTMLElement {
		return E(
			'ol',
			{ class: 'wgs-steps', 'aria-label': _('Steps') },
			steps.map(({ id, title }, index) =>
				E('li', {}, [
					button('', 'neutral', () => this.go(id), {
						'aria-current': id === this.draft.step ? 'step' : undefined,
						'aria-label': `${index + 1} ${title()}`,
						'data-step': id,
					}),
				])
			)
		);
	}

	/** A redraw while somebody types: what is not read yet, the place in it and the focus stay. */
	private keepTyping(old: HTMLTextAreaElement | null): void {
		const area = this.node.querySelector('textarea');
		if (!old || !area || this.unread === null) return;
		area.value = old.value;
		area.setSelectionRange(old.selectionStart, old.selectionEnd);
		area.focus();
	}

	redraw(): void {
		const at = indexOf(this.draft.step);
		const step = stepAt(at);
		const navigation = this.navigation();
		navigation.querySelectorAll('button').forEach((one, index) => {
			one.append(`${index + 1}`, E('span', {}, [` ${stepAt(index).title()}`]));
		});
		const last = at === steps.length - 1;
		const next = last
			? button(_('Apply'), 'apply', () => this.apply(), {
					disabled: this.mayApply() ? undefined : 'disabled',
				})
			: button(_('Next'), 'positive', () => this.go(stepAt(at + 1).id));
		const back = at > 0 ? [button(_('Back'), 'neutral', () => this.go(stepAt(at - 1).id))] : [];
		const cancel = this.draft.editing
			? [
					button(_('Cancel'), 'neutral', () => {
						forgetDraft();
						this.done();
					}),
				]
			: [];
		const typed = this.node.querySelector('textarea');
		fillNode(this.node, [
			E('h2', {}, [this.draft.editing ? _('Edit homes') : _('Join a home network')]),
			...(this.mayWrite
				? []
				: [notice('info', [_('This login can look, but not change anything.')])]),
			navigation,
			E('div', { class: 'cbi-section', 'data-step': step.id }, [
				E('h3', { tabindex: '-1' }, [
					fill(_('{number}. {title}'), { number: at + 1, title: step.title() }),
				]),
				...this.problem,
				...this.rendered(step),
				buttonRow([...cancel, ...back, next]),
			]),
		]);
		this.keepTyping(typed);
		if (step.id === 'hub' && this.draft.paste === '' && !this.draft.editing) {
			window.setTimeout(() => this.node.querySelector('textarea')?.focus());
		}
		if (last && this.plan === null && this.problem.length === 0) void this.replan();
	}

	private mayApply(): boolean {
		const { plan } = this;
		return this.mayWrite && plan !== null && plan.changes.length > 0;
	}

	private async apply(): Promise<void> {
		const { network, paste, takeOver, editing } = this.draft;
		const hub = await api.hub(network, paste, takeOver).catch(() => null);
		const outcome = await tryOut(
			joinChange({ network, paste, takeOver, editing, hub, commands: hubCommands })
		);
		if (outcome === 'kept') {
			forgetDraft();
			this.done();
			return;
		}
		await this.replan();
	}
}

/** The draft of this tab, or one from what the router has. */
async function firstDraft(status: Status | null): Promise<Draft> {
	const stored = loadDraft(status !== null);
	if (stored) return stored;
	const draft = draftFromReply(await api.read(''));
	if (!status?.network) return draft;
	return { ...draft, editing: true, step: 'others', network: status.network };
}

export default baseclass.extend({
	/** The wizard's node. `status` of a router that has joined, to change its network; `done` at a good end. */
	async start(status: Status | null, done: () => void): Promise<Node> {
		return new JoinWizard(await firstDraft(status), done).node;
	},
});
