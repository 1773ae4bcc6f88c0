// What is to be done, and what does a press do? Bars for what is wrong, new or left, dialogs, and changes that are tried out.

import baseclass from 'luci:baseclass';
import { editChange, followChange, repairChange } from '../pages/joining.ts';
import { api } from '../pages/api.ts';
import { openQuestion } from '../pages/question.ts';
import { syncScript, tellHub } from '../pages/tellhub.ts';
import { findingNotice } from '../widgets/notices.ts';
import { addMoreStyle } from '../pages/morestyle.ts';
import { tryOut } from '../pages/trial.ts';
import { leftBars } from './left.ts';
import { bar } from '../widgets/bar.ts';
import { newsBars, outdatedBars } from './news.ts';
import { remarks } from './remarks.ts';
import { askSwitch, openSettings } from './settings.ts';
import { causeWith, ladderList } from './steps.ts';
import type { Outcome } from '../pages/trial.ts';
import type { Ladder, Network, NewsItem, StatusReply } from '../types.ts';
import type { Remedies } from './steps.ts';

/** What the overview can do about what it tells. */
interface Ways extends Remedies {
	follow: (one: NewsItem) => Promise<void>;
	/** Somebody has said that nothing is left. */
	done: () => void;
}

/** So many doubts are told: whoever has more reads the table. */
const MOST_DOUBTS = 3;

/** Why it cannot be told whether a home is reached. */
function doubts({ members }: Ladder): HTMLElement[] {
	return members
		.flatMap(({ doubt, name }) => (doubt ? [{ doubt, name }] : []))
		.slice(0, MOST_DOUBTS)
		.map(({ doubt, name }) => bar('news', [findingNotice(doubt, null)], [], `doubt-${name}`));
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
			...causes.map((cause) => causeWith(cause, ways)),
			...(off || !ladder ? [] : doubts(ladder)),
			...(off ? [] : remarks(status, told, ways)),
			...newsBars(status, ways.mayWrite, ways.follow),
			...outdatedBars(status),
			...leftBars(status.left, status.manages_hub, ways.mayWrite, ways.done),
		];
	},

	openSettings,
	askSwitch,

	/** Brings the tunnel back to what was joined. */
	repair: (network: Network): Promise<Outcome> => tryOut(repairChange(network)),

	/** The same where its key is lost: the hub has to be told of the new one first. `again`: shows the page anew. */
	async renew(network: Network, again: () => Promise<void>): Promise<void> {
		const { hub, findings } = await api.repair(true);
		const [made] = findings.filter(({ code }) => code === 'key-new');
		const repair = async (): Promise<void> => {
			await tryOut(repairChange(network));
			await again();
		};
		if (!hub || !made) return repair();
		const old = typeof made.values['old'] === 'string' ? made.values['old'] : '';
		const sync = await syncScript([old]);
		const told = [findingNotice(made, null), ...tellHub(hub, sync, old !== '')];
		openQuestion(_('A new key for this home'), told, _('Put back'), 'apply', repair);
	},

	/** Takes over what is new at the hub. */
	follow: (network: Network, one: NewsItem): Promise<Outcome> => tryOut(followChange(network, one)),

	setMtu: (network: Network, mtu: number): Promise<Outcome> =>
		tryOut(editChange({ ...network, hub: { ...network.hub, mtu } })),
};

export type Todo = typeof todo;

addMoreStyle();

export default baseclass.extend(todo);
