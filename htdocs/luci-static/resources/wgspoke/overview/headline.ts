// Does it work? One answer from what was found out last; what is too old to be believed is not told as if it were so.

import { ago, fill, inARow } from '../widgets/words.ts';
import { failingWords } from '../pages/failing.ts';
import type { Home, HomeState, Ladder, Status } from '../types.ts';
import type { Answer } from '../widgets/pill.ts';

/** A verdict is believed for so many seconds, a handshake for the longer time. */
const FRESH_VERDICT = 90;
const FRESH_HANDSHAKE = 180;
/** More homes than these are counted. */
const MOST_NAMED = 4;

/** Is what the last check found out too old? */
export function isStale({ probe_age, handshake_age, hub }: Status): boolean {
	if (probe_age === null || probe_age > FRESH_VERDICT) return true;
	return hub === 'yes' && handshake_age !== null && handshake_age > FRESH_HANDSHAKE;
}

/** Does no tunnel run? What was found out while one did is not about now. */
export const isDown = ({ up }: Status): boolean => up === false;

/** ['A', 'B', 'C'] → 'A, B and C' */
function listed(names: string[]): string {
	const [last = ''] = names.slice(-1);
	if (names.length < 2) return last;
	return fill(_('{names} and {last}'), { names: inARow(names.slice(0, -1)), last });
}

/** The other homes, each with what is known of it. */
function otherHomes({ network, sites }: Status): { name: string; home: Home }[] {
	return (network?.sites ?? []).flatMap(({ name, local }, index) => {
		const home = sites[index]?.home;
		return local || !home ? [] : [{ name, home }];
	});
}

function namesIn(status: Status, ...states: HomeState[]): string[] {
	return otherHomes(status).flatMap(({ name, home }) =>
		states.includes(home.state) ? [name] : []
	);
}

/** Of many, how many they are. */
function counted(names: string[]): string {
	return names.length <= MOST_NAMED
		? listed(names)
		: fill(_('{count} homes'), { count: names.length });
}

/** Who answered, and so is known to be reached. */
function whatWorks(status: Status): string {
	const others = otherHomes(status);
	if (others.length === 0) return _('No other home yet.');
	const reached = namesIn(status, 'reached', 'router');
	if (reached.length === 0) return '';
	const own = status.network?.sites.find(({ local }) => local)?.name ?? '';
	const names = [own, ...reached];
	return names.length <= MOST_NAMED
		? fill(_('{names} reach each other.'), { names: listed(names) })
		: fill(_('{count} homes reach each other.'), { count: names.length });
}

/** What is not known of the others, and is no fault. */
function whatIsOpen(status: Status): string[] {
	const say = (text: string, names: string[]): string[] =>
		names.length === 0 ? [] : [fill(text, { names: counted(names) })];
	return [
		...say(_('No answer from {names} yet.'), namesIn(status, 'unanswered', 'unheard')),
		...say(_('Not asked yet: {names}.'), namesIn(status, 'unasked')),
	];
}

/** Seconds ago → the time of day on this browser's clock: '23:31' */
export function clockAt(seconds: number): string {
	const at = new Date(Date.now() - seconds * 1000);
	const two = (part: number) => String(part).padStart(2, '0');
	return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

function hubSilent({ hub_heard: heard, handshake_age: age }: Status): string {
	const last = heard ?? age;
	return last === null
		? ''
		: fill(_('The hub stopped answering at {time}.'), { time: clockAt(last) });
}

/** Who should have answered, and did not: a home, or the device there that somebody has named. */
function silentOnes(status: Status): string[] {
	return otherHomes(status).flatMap(({ name, home }) => {
		if (home.verdict !== 'no') return [];
		return [home.state === 'device' ? home.address : name];
	});
}

/** The first line of the page. */
export function headline(status: Status, ladder: Ladder | null): Answer {
	const age = status.probing
		? _('checking…')
		: status.probe_age === null
			? _('not checked yet')
			: fill(_('checked {when}'), { when: ago(status.probe_age) });
	if (status.network?.hub.off) {
		return {
			tone: 'unknown',
			pill: _('Switched off'),
			sentence: _('You have switched the tunnel off, so the other homes cannot be reached.'),
			age: '',
		};
	}
	if (isDown(status)) {
		return { tone: 'bad', pill: _('The tunnel does not run'), sentence: '', age };
	}
	if (isStale(status)) {
		const heard = status.hub_heard ?? status.handshake_age;
		const when =
			heard === null ? '' : fill(_('The hub last answered {when}.'), { when: ago(heard) });
		return { tone: 'unknown', pill: _('Not checked'), sentence: when, age };
	}
	const failing = ladder && !ladder.checking ? failingWords(ladder) : '';
	if (status.hub === 'no' || status.handshake === 'no') {
		const pill = failing === '' ? _('The hub does not answer') : failing;
		return { tone: 'bad', pill, sentence: hubSilent(status), age };
	}
	const silent = silentOnes(status);
	if (silent.length > 0) {
		const named =
			silent.length === 1
				? fill(_('{name} does not answer'), { name: silent[0] ?? '' })
				: fill(_('{count} homes do not answer'), { count: silent.length });
		return { tone: 'bad', pill: named, sentence: '', age };
	}
	if (failing !== '') return { tone: 'bad', pill: failing, sentence: '', age };
	if (status.hub !== 'yes') return { tone: 'unknown', pill: _('Not checked'), sentence: '', age };
	const open = whatIsOpen(status);
	const invited = namesIn(status, 'invited');
	const waiting =
		invited.length === 0
			? []
			: [fill(_('Invited, not joined yet: {names}.'), { names: counted(invited) })];
	const sentence = [whatWorks(status), ...open, ...waiting].filter((one) => one !== '').join(' ');
	return open.length > 0
		? { tone: 'unknown', pill: _('Connected to the hub'), sentence, age }
		: { tone: 'good', pill: _('Connected'), sentence, age };
}
