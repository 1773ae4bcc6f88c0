// How does a change get onto the router, and off again when it does not work?
// rpcd keeps the old files until `confirm`; without it the router itself goes back when its timer ends.

import ui from 'luci:ui';
import { button, buttonRow } from '../widgets/buttons.ts';
import { closeDialog, showDialog } from '../widgets/dialog.ts';
import { fillNode } from '../widgets/layout.ts';
import { faultNotice, findingNotice, notice } from '../widgets/notices.ts';
import { Progress } from '../widgets/progress.ts';
import { dataOf, fill } from '../widgets/words.ts';
import { trial_seconds } from '../schema.ts';
import { api, transaction, ubusCode } from './api.ts';
import { clearPending, dropStaged, markPending, pendingSeconds } from './pending.ts';
import type { Finding, Status } from '../types.ts';

/** The router needs the confirmation before its timer ends. */
const MARGIN = 3;
/** After so many seconds the likely causes are told: WireGuard has asked twice then. */
const PATIENCE = 8;
const POLL_MS = 500;
const CONFIRM_TRIES = 4;

export interface Trial {
	title: string;
	/** Hands the changes to the router; nothing is applied yet. */
	stage: () => Promise<{ staged: boolean; findings: Finding[] }>;
	/** What is waited for after the apply, in words, in order. */
	stages: string[];
	/** Index of the stage that is waited for now; stages.length when all has come. */
	reached: (status: Status) => number;
	/** What may be wrong when it does not come. */
	causes: () => LuciChild[];
	/** What is shown once it is kept. */
	result: () => Promise<LuciChild[]>;
	/** The button that closes the dialog at a good end; '' when it closes by itself. */
	close: string;
}

export type Outcome = 'kept' | 'undone' | 'refused';

/** What was in the way is gone, so it is tried once more. */
type Ending = Outcome | 'again';

const pause = (ms: number) => new Promise((resolve) => window.setTimeout(resolve, ms));

/** Findings, each with the click that puts right what this login has left unsaved; `again` is called after it. */
export function findingNotices(findings: Finding[], again: () => unknown): HTMLElement[] {
	return findings.map((finding) => {
		if (finding.code !== 'pending-changes') return findingNotice(finding, null);
		const discard = async (): Promise<void> => {
			await transaction.revert(dataOf(finding.values, 'value'));
			await ui.changes.init();
			await again();
		};
		return findingNotice(finding, button(_('Discard them'), 'action', discard));
	});
}

/** The dialog of one change; `run` resolves when the person has closed it. */
class Dialog {
	private readonly trial: Trial;
	private readonly progress: Progress;
	private readonly message = E('div', {}, []);
	private readonly clock = E('p', { 'data-part': 'clock' }, []);
	private readonly buttons = E('div', { class: 'right wgs-buttons' }, []);
	private decision: 'keep' | 'undo' | null = null;
	private end: (ending: Ending) => void = () => undefined;
	private begin = 0;

	constructor(trial: Trial) {
		this.trial = trial;
		this.progress = new Progress([
			_('Hand the change to the router'),
			_('Apply it'),
			...trial.stages,
			_('Keep it'),
		]);
	}

	private elapsed(): number {
		return (performance.now() - this.begin) / 1000;
	}

	private show(): void {
		showDialog(this.trial.title, [this.progress.node, this.clock, this.message, this.buttons]);
	}

	private offer(buttons: HTMLElement[]): void {
		fillNode(this.buttons, [buttonRow(buttons)]);
	}

	/** Waits for the person to close the dialog. */
	private closed(outcome: Outcome, label: string): Promise<Ending> {
		this.clock.textContent = '';
		return new Promise((resolve) => {
			this.end = resolve;
			const close = button(label, outcome === 'kept' ? 'apply' : 'neutral', () => {
				closeDialog();
				resolve(outcome);
			});
			this.offer([close]);
			close.focus();
		});
	}

	private refuse(children: LuciChild[]): Promise<Ending> {
		this.progress.fail();
		fillNode(this.message, children);
		return this.closed('refused', _('Close'));
	}

	/** The first one is what the Escape key presses in LuCI. */
	private decisions(keep: boolean): void {
		const choose = (decision: 'keep' | 'undo') => () => {
			this.decision = decision;
		};
		this.offer([
			button(_('Undo now'), 'negative', choose('undo')),
			...(keep ? [button(_('Keep anyway'), 'neutral', choose('keep'))] : []),
		]);
	}

	/** Polls until everything has come, the person decides, or the time is over. */
	private async wait(): Promise<'arrived' | 'keep' | 'undo' | 'late'> {
		const first = 2;
		let told = false;
		for (;;) {
			const left = trial_seconds - this.elapsed();
			if (this.decision) return this.decision;
			if (left <= MARGIN) return 'late';
			this.clock.textContent = fill(
				_('Unless it works, the router puts everything back by itself in {seconds} s.'),
				{ seconds: Math.ceil(left) }
			);
			if (!told && this.elapsed() > PATIENCE) {
				told = true;
				fillNode(this.message, [notice('warning', this.trial.causes())]);
				this.decisions(true);
			}
			try {
				const reached = this.trial.reached(await api.status());
				if (reached === this.trial.stages.length) return 'arrived';
				this.progress.run(first + reached);
			} catch {
				// The router reloads its network just now; the next question may get through.
			}
			await pause(POLL_MS);
		}
	}

	private async undo(): Promise<Ending> {
		this.progress.fail();
		const late = this.decision !== 'undo';
		try {
			if (late) {
				// The timer is the router's; it must have ended before the edits can be forgotten.
				fillNode(this.buttons, []);
				while (this.elapsed() < trial_seconds + 1) await pause(POLL_MS);
			} else {
				await transaction.rollback();
			}
		} catch {
			while (this.elapsed() < trial_seconds + 1) await pause(POLL_MS);
		}
		await dropStaged();
		clearPending();
		fillNode(this.message, [
			notice('warning', [
				late
					? _('No answer came in time, so the router has put everything back.')
					: _('Everything on the router is as it was before.'),
			]),
			...(late ? [notice('info', this.trial.causes())] : []),
		]);
		return this.closed('undone', _('Close'));
	}

	/** Confirms, more than once when the reply is lost; false when the router's timer was faster. */
	private async confirm(): Promise<boolean> {
		for (let tries = 1; ; tries++) {
			try {
				await transaction.confirm();
				return true;
			} catch (error) {
				// ubus status 5: nothing is waiting. In time that is because an earlier try got through.
				if (ubusCode(error) === 5) return tries > 1 && this.elapsed() < trial_seconds;
				if (tries === CONFIRM_TRIES) throw error;
				await pause(POLL_MS);
			}
		}
	}

	private async keep(): Promise<Ending> {
		this.progress.run(this.trial.stages.length + 2);
		if (!(await this.confirm())) return this.undo();
		clearPending();
		if (this.trial.close === '') {
			closeDialog();
			return 'kept';
		}
		fillNode(this.buttons, []);
		this.progress.finish();
		this.clock.textContent = '';
		fillNode(this.message, await this.trial.result());
		return this.closed('kept', this.trial.close);
	}

	async run(): Promise<Ending> {
		this.show();
		this.progress.run(0);
		const busy = pendingSeconds();
		if (busy > 0) {
			return this.refuse([
				notice('warning', [
					fill(
						_(
							'Another tab is trying out a change on this router. Wait until it is done, at most {seconds} s.'
						),
						{ seconds: busy }
					),
				]),
			]);
		}
		let ours = false;
		try {
			const { staged, findings } = await this.trial.stage();
			ours = staged;
			if (!staged) {
				const told = findings.filter(({ severity }) => severity === 'error');
				return await this.refuse(
					told.length > 0
						? findingNotices(told, () => {
								this.end('again');
							})
						: [notice('info', [_('There is nothing left to change.')])]
				);
			}
			this.progress.run(1);
			markPending(trial_seconds);
			this.begin = performance.now();
			await transaction.apply(trial_seconds);
		} catch (error) {
			clearPending();
			// What was staged before us is somebody's own.
			if (ours) await dropStaged();
			return this.refuse([
				ubusCode(error) === 6
					? notice('warning', [
							_(
								'Somebody else is trying out a change on this router. Wait a minute, then try again.'
							),
						])
					: faultNotice(error),
			]);
		}
		this.decisions(false);
		const end = await this.wait();
		if (end === 'undo' || end === 'late') return this.undo();
		try {
			return await this.keep();
		} catch (error) {
			return this.refuse([faultNotice(error)]);
		}
	}
}

/** Stages, applies, waits, and keeps or undoes, in a dialog. */
export async function tryOut(trial: Trial): Promise<Outcome> {
	for (;;) {
		const ending = await new Dialog(trial).run();
		if (ending !== 'again') return ending;
	}
}

/** A change that leaves the tunnel as it is: nothing has to come of it, and it is kept at once. */
export function plainTrial(title: string, stage: Trial['stage']): Trial {
	return {
		title,
		stage,
		stages: [],
		reached: () => 0,
		causes: () => [_('The router does not answer just now.')],
		result: () => Promise.resolve([]),
		close: '',
	};
}
