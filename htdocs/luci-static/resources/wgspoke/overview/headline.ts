// Does it work? One answer from what was found out last; what is too old to be believed is not told as if it were so.

import { ago, fill, inARow } from '../widgets/words.ts';
import type { Ladder, Status } from '../types.ts';
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

/** ['A', 'B', 'C'] → 'A, B and C' */
function listed(names: string[]): string {
	const [last = ''] = names.slice(-1);
	if (names.length < 2) return last;
	return fill(_('{names} and {last}'), { names: inARow(names.slice(0, -1)), last });
}

function whatWorks({ network }: Status): string {
	const names = (network?.sites ?? []).map(({ name }) => name);
	if (names.length < 2) return _('No other home yet.');
	return names.length <= MOST_NAMED
		? fill(_('{names} reach each other.'), { names: listed(names) })
		: fill(_('{count} homes reach each other.'), { count: names.length });
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

/** The homes of which somebody should have answered, and nobody did. */
export function silentHomes({ network, sites }: Status): string[] {
	return (network?.sites ?? []).flatMap(({ name, local }, index) => {
		const { gateway = 'not checked', host = 'not checked' } = sites[index] ?? {};
		const silent = !local && gateway !== 'yes' && host !== 'yes';
		return silent && (gateway === 'no' || host === 'no') ? [name] : [];
	});
}

function fromLadder({ works, failing, member }: Ladder): Pick<Answer, 'tone' | 'pill'> | null {
	if (works !== 'no') return null;
	if (member !== '')
		return { tone: 'bad', pill: fill(_('{name} does not answer'), { name: member }) };
	if (failing === 'online') return { tone: 'bad', pill: _('This router is offline') };
	if (failing === 'lan') return { tone: 'bad', pill: _('The hub does not know this home') };
	return { tone: 'bad', pill: _('The hub does not answer') };
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
	if (status.up === false) {
		return { tone: 'bad', pill: _('The tunnel does not run'), sentence: '', age };
	}
	if (isStale(status)) {
		const heard = status.hub_heard ?? status.handshake_age;
		const when =
			heard === null ? '' : fill(_('The hub last answered {when}.'), { when: ago(heard) });
		return { tone: 'unknown', pill: _('Not checked'), sentence: when, age };
	}
	const seen = ladder && !ladder.checking ? fromLadder(ladder) : null;
	if (status.hub === 'no' || status.handshake === 'no') {
		const told = seen ?? { tone: 'bad' as const, pill: _('The hub does not answer') };
		return { ...told, sentence: hubSilent(status), age };
	}
	const silent = silentHomes(status);
	if (silent.length > 0) {
		const named =
			silent.length === 1
				? fill(_('{name} does not answer'), { name: silent[0] ?? '' })
				: fill(_('{count} homes do not answer'), { count: silent.length });
		return { tone: 'bad', pill: named, sentence: '', age };
	}
	if (seen) return { ...seen, sentence: '', age };
	if (status.hub !== 'yes') return { tone: 'unknown', pill: _('Not checked'), sentence: '', age };
	return { tone: 'good', pill: _('Connected'), sentence: whatWorks(status), age };
}
