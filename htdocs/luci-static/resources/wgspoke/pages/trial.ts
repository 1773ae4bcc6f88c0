// How does a change get onto the router, and off again when it does not work?
// The router tries it out by itself; this page tells how far it is, and says that it gets its answers through the new
// configuration. Without that the router goes back when the time is over.

import { button, buttonRow } from '../widgets/buttons.ts';
import { closeDialog, showDialog } from '../widgets/dialog.ts';
import { fillNode } from '../widgets/layout.ts';
import { faultNotice, findingNotice, notice } from '../widgets/notices.ts';
import { Progress } from '../widgets/progress.ts';
import { fill } from '../widgets/words.ts';
import { api } from './api.ts';
import { hasEnded } from './pending.ts';
import type { Finding, Trial } from '../types.ts';

/** After so many seconds the likely causes are told: WireGuard has asked twice then. */
const PATIENCE = 8;
const POLL_MS = 300;
/** A router that is silent for longer has kept or undone it long ago; or this login is over. */
const SILENCE_MS = 180_000;
/** So long may the router take to begin to undo a change whose program is gone. */
const RECOVERY_MS = 20_000;

/** What is tried out, and how it is told. */
export interface Change {
	title: string;
	/** Hands the change to the router, which begins at once: `trial` is its id, '' when nothing has begun. */
	begin: () => Promise<{ trial: string; findings: Finding[] }>;
	/** What is waited for after the apply, in words, in order. */
	stages: string[];
	/** What may be wrong when it does not come. */
	causes: () => LuciChild[];
	/** What is shown once it is kept. */
	result: () => Promise<LuciChild[]>;
	/** The button that closes the dialog at a good end; '' when it closes by itself. */
	close: string;
}

/** `unsure`: neither kept nor undone, as far as the router could tell. */
export type Outcome = 'kept' | 'undone' | 'refused' | 'unsure';

const pause = (ms: number) => new Promise((resolve) => window.setTimeout(resolve, ms));

/** Is its program gone, and not yet known what came of it? The router undoes it once it is asked about it. */
function isAbandoned({ state, findings }: Trial): boolean {
	return state === 'stuck' && !findings.some(({ code }) => code === 'not-put-back');
}

/** The dialog of one change; `run` resolves when the person has closed it. */
class Dialog {
	private readonly change: Change;
	private readonly progress: Progress;
	private readonly message = E('div', {}, []);
	private readonly clock = E('p', { 'data-part': 'clock' }, []);
	private readonly buttons = E('div', { class: 'right wgs-buttons' }, []);
	/** By the clock of this page, when the router undoes it. */
	private until = 0;

	constructor(change: Change) {
		this.change = change;
		this.progress = new Progress([
			_('Send settings'),
			_('Apply it'),
			...change.stages,
			_('Confirm'),
		]);
	}

	private show(): void {
		const { progress, clock, message, buttons } = this;
		showDialog(this.change.title, [progress.node, clock, message, buttons]);
	}

	/** Waits for the person to close the dialog. */
	private closed(outcome: Outcome, label: string): Promise<Outcome> {
		this.clock.textContent = '';
		return new Promise((resolve) => {
			const close = button(label, outcome === 'kept' ? 'apply' : 'neutral', () => {
				closeDialog();
				resolve(outcome);
			});
			fillNode(this.buttons, [buttonRow([close])]);
			close.focus();
		});
	}

	private ended(outcome: Outcome, children: LuciChild[]): Promise<Outcome> {
		this.progress.fail();
		fillNode(this.message, children);
		return this.closed(outcome, _('Close'));
	}

	/** The first one is what the Escape key presses in LuCI. */
	private offerDecisions(id: string, keep: boolean): void {
		const decide = (wanted: boolean) => async (): Promise<void> => {
			await api.decide(id, wanted);
		};
		fillNode(this.buttons, [
			buttonRow([
				button(_('Undo now'), 'negative', decide(false)),
				...(keep ? [button(_('Keep anyway'), 'neutral', decide(true))] : []),
			]),
		]);
	}

	/** How far it is, on the list of steps. */
	private showProgress({ state, stage, left }: Trial): void {
		const { stages } = this.change;
		const reached = stage === 'answers' ? stages.length : stage === 'up' ? stages.length - 1 : 0;
		if (state === 'starting') this.progress.run(1);
		else this.progress.run(2 + Math.max(0, reached));
		if (state === 'waiting' || state === 'proved') this.until = performance.now() + left * 1000;
	}

	private tick(): void {
		const left = Math.ceil((this.until - performance.now()) / 1000);
		this.clock.textContent =
			this.until === 0
				? ''
				: left > 0
					? fill(_("If the hub doesn't answer, the old settings return in {seconds} s."), {
							seconds: left,
						})
					: _('The old settings are coming back.');
	}

	/**
	 * Asks until it is over; null when the router is silent, or knows nothing of it. What this page learns of a proof
	 * came through the new configuration: it says so.
	 */
	private async wait(id: string): Promise<Trial | null> {
		const begin = performance.now();
		let heard = begin;
		let told = false;
		let confirmed = false;
		/** When its program was last known to be at work. */
		let alive = begin;
		this.offerDecisions(id, false);
		for (;;) {
			try {
				const { trial } = await api.trial(id);
				heard = performance.now();
				if (trial === null) return null;
				const isGone = isAbandoned(trial);
				if (!isGone) alive = performance.now();
				const undoing = isGone && performance.now() - alive < RECOVERY_MS;
				if (hasEnded(trial) && !undoing) return trial;
				this.showProgress(trial);
				if (trial.state === 'proved' && !confirmed) {
					confirmed = (await api.decide(id, true)).decided;
					continue;
				}
			} catch {
				// The router reloads its network just now; the next question may get through.
				if (performance.now() - heard > SILENCE_MS) return null;
			}
			this.tick();
			if (!told && performance.now() - begin > PATIENCE * 1000) {
				told = true;
				fillNode(this.message, [notice('warning', this.change.causes())]);
				this.offerDecisions(id, true);
			}
			await pause(POLL_MS);
		}
	}

	private async kept(findings: Finding[]): Promise<Outcome> {
		if (this.change.close === '' && findings.length === 0) {
			closeDialog();
			return 'kept';
		}
		fillNode(this.buttons, []);
		this.progress.finish();
		this.clock.textContent = '';
		const told = findings.map((finding) => findingNotice(finding, null));
		fillNode(this.message, [...(await this.change.result()), ...told]);
		return this.closed('kept', this.change.close === '' ? _('Close') : this.change.close);
	}

	async run(): Promise<Outcome> {
		this.show();
		this.progress.run(0);
		let begun: Awaited<ReturnType<Change['begin']>>;
		try {
			begun = await this.change.begin();
			if (begun.trial === '') {
				const told = begun.findings.filter(({ severity }) => severity === 'error');
				return await this.ended(
					'refused',
					told.length > 0
						? told.map((finding) => findingNotice(finding, null))
						: [notice('info', [_('Nothing is left to change.')])]
				);
			}
		} catch (error) {
			return this.ended('refused', [faultNotice(error)]);
		}
		this.progress.run(1);
		const trial = await this.wait(begun.trial);
		if (trial === null) {
			return this.ended('unsure', [
				notice('warning', [
					_(
						'The router no longer answers this page. Reload it, and log in if asked: it then says whether the change was kept.'
					),
				]),
			]);
		}
		const { state, findings } = trial;
		if (state === 'kept') return this.kept(findings);
		const told = findings.map((finding) => findingNotice(finding, null));
		const byHand = findings.some(({ code }) => code === 'undone-by-hand');
		const why = state === 'undone' && !byHand ? [notice('info', this.change.causes())] : [];
		return this.ended(state === 'stuck' ? 'unsure' : state === 'undone' ? state : 'refused', [
			...told,
			...why,
		]);
	}
}

/** Tries it out in a dialog, to the end. */
export function tryOut(change: Change): Promise<Outcome> {
	return new Dialog(change).run();
}

/** A change that leaves the tunnel as it is: nothing has to come of it, and it is kept at once. */
export function plainChange(title: string, begin: Change['begin']): Change {
	return {
		title,
		begin,
		stages: [],
		causes: () => [_('The router does not answer just now.')],
		result: () => Promise.resolve([]),
		close: '',
	};
}
