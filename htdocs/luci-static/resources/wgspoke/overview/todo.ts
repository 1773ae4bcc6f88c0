// What is to be done, and what does a press do? Bars for what is wrong, new or left, dialogs, and changes that are tried out.

import baseclass from 'luci:baseclass';
import { editChange, followChange, repairChange } from '../pages/joining.ts';
import { addMoreStyle } from '../pages/morestyle.ts';
import { tryOut } from '../pages/trial.ts';
import { leftBars } from './left.ts';
import { newsBars } from './news.ts';
import { remarks } from './remarks.ts';
import { askSwitch, openSettings } from './settings.ts';
import { causeBar, ladderList } from './steps.ts';
import type { Outcome } from '../pages/trial.ts';
import type { Ladder, Network, NewsItem, StatusReply } from '../types.ts';
import type { Remedies } from './steps.ts';

/** What the overview can do about what it tells. */
interface Ways extends Remedies {
	follow: (one: NewsItem) => Promise<void>;
	/** Somebody has said that nothing is left. */
	done: () => void;
}

const todo = {
	/** What stands between the answer and the drawing. `failing`: the ladder whose step fails. */
	bars(
		status: StatusReply,
		ladder: Ladder | null,
		failing: Ladder | null,
		ways: Ways
	): HTMLElement[] {
		const off = status.network?.hub.off === true;
		const causes = [
			...(failing?.cause ? [failing.cause] : []),
			...(off || !ladder ? [] : ladder.warnings),
		];
		const told = causes.map(({ finding }) => finding.code);
		return [
			...(failing ? [ladderList(failing)] : []),
			...causes.map((cause) => causeBar(cause, ways)),
			...(off ? [] : remarks(status, told, ways)),
			...newsBars(status, ways.mayWrite, ways.follow),
			...leftBars(status.left, ways.mayWrite, ways.done),
		];
	},

	openSettings,
	askSwitch,

	/** Brings the tunnel back to what was joined. */
	repair: (network: Network): Promise<Outcome> => tryOut(repairChange(network)),

	/** Takes over what is new at the hub. */
	follow: (network: Network, one: NewsItem): Promise<Outcome> => tryOut(followChange(network, one)),

	setMtu: (network: Network, mtu: number): Promise<Outcome> =>
		tryOut(editChange({ ...network, hub: { ...network.hub, mtu } })),
};

export type Todo = typeof todo;

addMoreStyle();

export default baseclass.extend(todo);
