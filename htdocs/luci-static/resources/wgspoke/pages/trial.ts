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

const POLL_MS = 300;
/** A router that is silent for longer has kept or undone it long ago; or this login is over. */
const SILENCE_MS = 180_000;
/** So long may the router take to begin to undo a change whose program is gone. */
const RECOVERY_MS = 20_000;

/** What is tried out, and how it is told. */
export interface Change {
	title: string;
	/**
	 * Hands the change to the router, which begins at once: `trial` is its id, '' when nothing has begun. `byHand`: a
	 * person tells the hub.
	 */
	begin: (byHand: boolean) => Promise<{ trial: string; findings: Finding[] }>;
	/** May this router be changed without the hub, where that has to be changed as well and does not take it? */
	alone?: boolean;
	/** It may be done without being tried out: then `begin` has no trial, and its findings say what was done. */
	atOnce?: boolean;
	/** What is waited for after the apply, in words, in order. */
	stages: string[];
	/** What happens when it does not come to that; {seconds} is how soon. */
	promise?: string;
	/** Takes what is said of a change that was undone, in place of the dialog. */
	undone?: (findings: Finding[]) => void;
	/** What is shown once it is kept. */
	result: () => Promise<LuciChild[]>;
	/** The button that closes the dialog at a good end; '' when it closes by itself. */
	close: string;
}

/** `unsure`: neither kept nor undone, as far as the router could tell. */
export type Outcome = 'kept' | 'undone' | 'refused' | 'unsure';

/** What is said where the hub has not taken its half, and so nothing was changed here. */
const HUB_WAS_IN_THE_WAY = ['hub-untold', 'hub-refuses', 'hub-refuses-token'];

const pause = (ms: number) => new Promise((resolve) => window.setTimeout(resolve, ms));

/** Is its program gone, and not yet known what came of it? The router undoes it once it is asked about it. */
function isAbandoned({ state, findings }: Trial): boolean {
	return state === 'stuck' && !findings.some(({ code }) => code === 'not-put-back');
}

/** The dialog of one change; `run` resolves when the person has closed it. */
class Dialog {
	private readonly change: Change;
	/** Is the hub left to a person? */
	private readonly byHand: boolean;
	private readonly progress: Progress;
	private readonly message = E('div', {}, []);
	private readonly door = E('p', { role: 'status', 'data-part': 'port' }, []);
	private readonly clock = E('p', { 'data-part': 'clock' }, []);
	private readonly time = E(
		'progress',
		{ max: '60', value: '0', 'aria-label': _('Time left') },
		[]
	);
	/** How long it has to come to its end. */
	private span = 60;
	private readonly buttons = E('div', { class: 'right wgs-buttons' }, []);
	/** By the clock of this page, when the router undoes it. */
	private until = 0;

	constructor(change: Change, byHand: boolean) {
		this.change = change;
		this.byHand = byHand;
		this.progress = new Progress([_('Send settings'), ...change.stages, _('Confirm')]);
	}

	private show(): void {
		const { progress, door, clock, time, message, buttons } = this;
		showDialog(this.change.title, [progress.node, door, clock, time, message, buttons], 'title');
	}

	/** Waits for the person to close the dialog; `alone`: they may choose to change this router alone instead. */
	private closed(outcome: Outcome, label: string, alone = false): Promise<Outcome> {
		this.clock.textContent = '';
		this.door.textContent = '';
		this.time.remove();
		return new Promise((resolve) => {
			const close = button(label, outcome === 'kept' ? 'apply' : 'neutral', () => {
				closeDialog();
				resolve(outcome);
			});
			const again = button(_('Change this router only'), 'action', () => {
				closeDialog();
				resolve(new Dialog(this.change, true).run());
			});
			fillNode(this.buttons, [buttonRow(alone ? [again, ' ', close] : [close])]);
			close.focus();
		});
	}

	private ended(outcome: Outcome, children: LuciChild[]): Promise<Outcome> {
		this.progress.fail();
		fillNode(this.message, children);
		return this.closed(outcome, _('Close'));
	}

	/** It was not kept, as these tell. Where that was because of the hub alone, this router may be changed without it. */
	private failed(outcome: Outcome, findings: Finding[]): Promise<Outcome> {
		this.progress.fail();
		const barred = findings.some(({ code }) => HUB_WAS_IN_THE_WAY.includes(code));
		const can = barred && !this.byHand && this.change.alone === true;
		fillNode(this.message, [
			...findings.map((finding) => findingNotice(finding, null)),
			...(can
				? [
						E('p', {}, [
							_('You can change this router alone. Then the page shows the script for the hub.'),
						]),
					]
				: []),
		]);
		return this.closed(outcome, _('Close'), can);
	}

	private offerUndo(id: string): void {
		const undo = async (): Promise<void> => {
			await api.decide(id, false);
		};
		fillNode(this.buttons, [buttonRow([button(_('Undo now'), 'negative', undo)])]);
	}

	/** How far it is, on the list of steps. */
	private showProgress({ state, stage, left, port }: Trial): void {
		const { stages } = this.change;
		const reached = stage === 'answers' ? stages.length : stage === 'up' ? stages.length - 1 : 0;
		this.progress.run(state === 'starting' ? 0 : 1 + Math.max(0, reached));
		const tried =
			state !== 'waiting' || port === 0
				? ''
				: fill(_('Nothing has come back yet; the hub is called at UDP port {port} now.'), { port });
		// Said anew, it would be read out anew.
		if (this.door.textContent !== tried) this.door.textContent = tried;
		if (state === 'waiting' || state === 'proved') this.until = performance.now() + left * 1000;
	}

	private tick(): void {
		const left = Math.ceil((this.until - performance.now()) / 1000);
		this.span = Math.max(this.span, left);
		if (this.until > 0) this.time.value = Math.max(0, this.span - left);
		this.time.max = this.span;
		this.clock.textContent =
			this.until === 0
				? ''
				: left > 0
					? fill(
							this.change.promise ??
								_("If the hub doesn't answer, the old settings return in {seconds} s."),
							{ seconds: left }
						)
					: _('The old settings are coming back.');
	}

	/**
	 * Asks until it is over; null when the router is silent, or knows nothing of it. What this page learns of a proof
	 * came through the new configuration: it says so.
	 */
	private async wait(id: string): Promise<Trial | null> {
		const begin = performance.now();
		let heard = begin;
		let confirmed = false;
		/** When its program was last known to be at work. */
		let alive = begin;
		this.offerUndo(id);
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
			await pause(POLL_MS);
		}
	}

	private async kept(findings: Finding[]): Promise<Outcome> {
		// What is only good to know is seen on the page behind.
		const isPlain = findings.every(({ severity }) => severity === 'info');
		if (this.change.close === '' && isPlain) {
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
			begun = await this.change.begin(this.byHand);
			if (begun.trial === '') {
				const told = begun.findings.filter(({ severity }) => severity === 'error');
				if (this.change.atOnce && told.length === 0) return await this.kept(begun.findings);
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
		// LuCI closes a dialog with that key; this one only ends.
		const stay = (event: KeyboardEvent): void => {
			if (event.key === 'Escape') event.stopPropagation();
		};
		window.addEventListener('keydown', stay, true);
		const trial = await this.wait(begun.trial).finally(() => {
			window.removeEventListener('keydown', stay, true);
		});
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
		if (state === 'undone' && this.change.undone) {
			closeDialog();
			this.change.undone(findings);
			return 'undone';
		}
		const outcome = state === 'stuck' ? 'unsure' : state === 'undone' ? state : 'refused';
		return this.failed(outcome, findings);
	}
}

/** Tries it out in a dialog, to the end. */
export function tryOut(change: Change): Promise<Outcome> {
	return new Dialog(change, false).run();
}

/** A change that leaves the tunnel as it is: nothing has to come of it, and it is kept at once. */
export function plainChange(title: string, begin: Change['begin']): Change {
	return {
		title,
		begin,
		stages: [],
		promise: _('If that does not work, the old settings return in {seconds} s.'),
		result: () => Promise.resolve([]),
		close: '',
	};
}
