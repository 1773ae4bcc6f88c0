// How is the draft tried out, and what is said when it was undone?

import { api } from '../pages/api.ts';
import { joinChange, tokenChange } from '../pages/joining.ts';
import { tryOut } from '../pages/trial.ts';
import { failedWords } from './steps/failed.ts';
import { hubCommands } from './steps/tellhub.ts';
import type { Outcome } from '../pages/trial.ts';
import type { Wizard } from './step.ts';

/** `undone`: takes why it was undone, in words. */
export async function attempt(
	wizard: Wizard,
	undone: (why: HTMLElement[]) => void
): Promise<Outcome> {
	const { network, paste, takeOver, editing } = wizard.draft;
	const hub = editing ? null : await api.hub(network, paste, takeOver).catch(() => null);
	const commands = hub ? await hubCommands(wizard, hub) : [];
	const options = { network, paste, takeOver };
	return tryOut({
		...(wizard.plan?.changes.length === 0 ? tokenChange(options) : joinChange(options)),
		alone: true,
		undone: (findings) => {
			const why = failedWords(findings, network, {
				commands,
				ask: (printed) => api.ladder(printed, network, paste),
				change: () => {
					wizard.open('hub');
				},
			});
			undone(why);
		},
	});
}
