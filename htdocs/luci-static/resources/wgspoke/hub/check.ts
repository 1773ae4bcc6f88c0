// Does the hub have what this router has? The answer in one line, what is to be told there, and whose the keys are that
// only the hub has: one table, one change.

import { api, freshLadder } from '../pages/api.ts';
import { causeBar } from '../pages/cause.ts';
import { lookCommand, lookParts } from '../pages/hublook.ts';
import { editChange } from '../pages/joining.ts';
import { tryOut } from '../pages/trial.ts';
import { button, buttonRow } from '../widgets/buttons.ts';
import { fillNode, fold, section } from '../widgets/layout.ts';
import { faultNotice, findingNotice, notice } from '../widgets/notices.ts';
import { answerLine } from '../widgets/pill.ts';
import { fill, said } from '../widgets/words.ts';
import { answeringLink } from './answering.ts';
import { askHub } from './asking.ts';
import { lineOf } from './checkline.ts';
import { keyTable } from './keys.ts';
import { UpdateHub } from './update.ts';
import type { Answer, HubCheck, HubScripts, Ladder, SortReply } from '../types.ts';

/** What is said of keys that only the hub has is said in the table. */
const IN_TABLE = ['hub-extra', 'hub-knows', 'hub-rekeyed', 'hub-rekeyed-here'];

export class CheckHub {
	/** The line at the top, and what the hub has to be told. */
	readonly head = E('div', {}, []);
	readonly node: HTMLElement;
	/** The script that brings the hub in step, where nothing asks for it. */
	readonly script = E('div', {}, []);
	private readonly mayWrite = L.hasViewPermission() === true;
	/** Shows the network, which a click here may have changed. */
	private readonly drawn: (scripts: HubScripts, check: HubCheck) => void;
	private scripts: HubScripts;
	private check: HubCheck;
	private readonly updating = new UpdateHub(() => this.refresh());
	private output = '';
	/** What the last look tells of the tunnel; null while nobody has pasted one. */
	private ladder: Ladder | null = null;
	/** How often state and answers were asked about: what an older question brings is not shown. */
	private asked = 0;
	private foreseen = 0;
	private readonly found = E('div', { role: 'status' }, []);
	private readonly keys = E('div', {}, []);
	private readonly look = E('div', {}, []);
	private readonly byHand = lookParts(this.look, (text) => this.compare(text));
	/** How the hub is checked; `asks`: by the router, null before anything is drawn. */
	private readonly ways = E('div', {}, []);
	private asks: boolean | null = null;
	private answers = new Map<string, Answer>();
	private readonly coming = E('div', { 'aria-live': 'polite' }, []);
	private readonly apply = button(_('Apply'), 'apply', () => this.sort());

	constructor(
		scripts: HubScripts,
		check: HubCheck,
		drawn: (scripts: HubScripts, check: HubCheck) => void
	) {
		this.scripts = scripts;
		this.check = check;
		this.drawn = drawn;
		this.node = this.checkSection();
		this.draw();
	}

	// --- what is seen ---

	private checkSection(): HTMLElement {
		return section(_('Check the hub'), [this.ways, this.found, this.keys], 'look');
	}

	/** A hub that answers, or whose line this router has, can be asked; any other is looked at by a command there. */
	private drawWays(): void {
		// What somebody has pasted says nothing of that, and the box for it stays where it is.
		if (this.output !== '') return;
		const { age, manages_hub: manages } = this.check;
		const asks = age !== null || manages !== 'no';
		if (asks === this.asks) return;
		this.asks = asks;
		fillNode(
			this.ways,
			asks
				? [
						buttonRow([button(_('Ask the hub now'), 'action', () => this.ask())]),
						fold(_('By a command there'), this.byHand),
					]
				: this.byHand
		);
	}

	private draw(): void {
		const { check, scripts } = this;
		this.drawn(scripts, check);
		const update = this.mayWrite ? () => this.update() : null;
		const shown = this.updating.bar(check, scripts.sync, update);
		const cause = this.ladder?.cause ?? null;
		const more = check.age === null ? [answeringLink()] : [];
		fillNode(this.head, [
			answerLine(lineOf(check, this.ladder), more),
			...(cause ? [causeBar(cause, [])] : []),
			...shown,
		]);
		const parts = shown.length > 0 ? [] : this.updating.parts(scripts.sync);
		fillNode(this.script, parts.length > 0 ? [fold(_('Update the hub'), parts)] : []);
		this.drawWays();
		fillNode(this.look, [lookCommand(scripts.look)]);
		const elsewhere = [...IN_TABLE, cause?.finding.code ?? ''];
		const said = check.differences.filter(({ code }) => !elsewhere.includes(code));
		fillNode(
			this.found,
			[...check.findings, ...said].map((one) => findingNotice(one, null))
		);
		this.answers = new Map(check.unsorted.map((one) => [one.public_key, one.answer]));
		this.drawKeys();
	}

	private drawKeys(): void {
		const { unsorted } = this.check;
		if (unsorted.length === 0) {
			fillNode(this.keys, []);
			return;
		}
		fillNode(this.keys, [
			E('h3', {}, [_('Keys that only the hub has')]),
			keyTable(unsorted, this.mayWrite, (key, answer) => {
				this.answers.set(key, answer);
				void this.foresee();
			}),
			...(this.mayWrite ? [this.coming, buttonRow([this.apply])] : []),
		]);
		if (this.mayWrite) void this.foresee();
	}

	// --- what is done ---

	private sorted(): string[] {
		return [...this.answers].map(([key, answer]) => `${key} ${answer}`);
	}

	private isPlain(reply: SortReply): boolean {
		return reply.changes.length === 0 && reply.at_hub === null;
	}

	/** Shows what the answers come to. */
	private async foresee(): Promise<void> {
		const turn = ++this.foreseen;
		this.apply.disabled = true;
		try {
			const reply = await api.hub_sort(this.sorted(), this.output, true);
			if (turn !== this.foreseen) return;
			const wrong = reply.findings.filter(({ severity }) => severity !== 'info');
			const left = [...this.answers.values()].filter((answer) => answer === 'leave').length;
			const sentences = [
				...reply.summary.map((one) => said(one)),
				...(left === 0
					? []
					: [
							fill(N_(left, 'Leave {count} key as it is.', 'Leave {count} keys as they are.'), {
								count: left,
							}),
						]),
			];
			fillNode(this.coming, [
				...wrong.map((one) => findingNotice(one, null)),
				...(sentences.length === 0
					? []
					: [
							E('p', {}, [E('strong', {}, [_('Nothing has changed yet. Applying will:')])]),
							E(
								'ul',
								{ 'data-part': 'summary' },
								sentences.map((one) => E('li', {}, [one]))
							),
						]),
			]);
			const barred = reply.findings.some(({ severity }) => severity === 'error');
			this.apply.disabled = barred || (this.isPlain(reply) && reply.gone.length === 0);
		} catch (error) {
			fillNode(this.coming, [faultNotice(error)]);
		}
	}

	/** The answers become true here and at the hub, or here alone with a script for the hub. */
	private async sort(): Promise<void> {
		const foreseen = await api.hub_sort(this.sorted(), this.output, true);
		// Where nothing changes, the router only notes what is left to a person.
		if (this.isPlain(foreseen)) await api.hub_sort(this.sorted(), this.output, false);
		else if (!(await this.change(_('Applying your answers')))) return;
		const { gone } = this.updating;
		gone.push(...foreseen.gone.filter((key) => !gone.includes(key)));
		// The look that somebody has pasted stays; why the tunnel does not work is asked anew, for this network is another now.
		if (foreseen.at_hub) this.forgetLook();
		else if (this.output !== '') this.ladder = await freshLadder(this.output);
		await this.refresh();
		if (foreseen.gone.length > 0) this.head.scrollIntoView({ block: 'start' });
	}

	private async update(): Promise<void> {
		this.answers.clear();
		if (await this.change(_('Updating the hub'))) this.forgetLook();
		await this.refresh();
	}

	private async change(title: string): Promise<boolean> {
		const outcome = await tryOut({
			...editChange(this.scripts.network),
			title,
			begin: () => api.hub_sort(this.sorted(), this.output, false),
			promise: _('If that does not work, the old settings return in {seconds} s.'),
		});
		return outcome === 'kept';
	}

	/** Asks for script and differences again; false when a newer question is under way. */
	private async refresh(): Promise<boolean> {
		const turn = ++this.asked;
		const { name, gone } = this.updating;
		try {
			const [scripts, check] = await Promise.all([
				api.hub_scripts(undefined, name, gone, ''),
				api.hub_check(this.output),
			]);
			if (turn !== this.asked) return false;
			this.scripts = scripts;
			this.check = check;
			this.draw();
			return true;
		} catch (error) {
			fillNode(this.found, [faultNotice(error)]);
			return false;
		}
	}

	/** What it printed decides what the hub has to be told, and why the tunnel does not work, if it does not. */
	private async compare(output: string): Promise<LuciChild[]> {
		this.output = output;
		this.ladder = await freshLadder(output);
		await this.refresh();
		this.head.scrollIntoView({ block: 'nearest' });
		return [];
	}

	/** What was pasted is no longer so. */
	private forgetLook(): void {
		this.output = '';
		this.ladder = null;
	}

	/** Has the hub asked by the router, and shows what it says. */
	private async ask(): Promise<void> {
		this.forgetLook();
		try {
			// A newer question will show what comes of it.
			const answered = await askHub(async () => ((await this.refresh()) ? this.check.age : 0));
			if (answered) return;
			fillNode(this.found, [
				notice('warning', [
					_('The hub does not answer this router now. Check it by a command there.'),
				]),
			]);
		} catch (error) {
			fillNode(this.found, [faultNotice(error)]);
		}
	}
}
