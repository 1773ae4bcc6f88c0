// How does the ladder read in a terminal? Reply in, English text out.

import { message_of } from '../words/findings.ts';
import { in_english } from '../words/phrase.ts';
import { fix_text } from './print.ts';
import type { Cause, Finding, Known, Ladder, MemberLadder, Step } from '../verbs/replies.ts';

const signs: Record<string, string> = { yes: 'yes', no: 'NO', 'not checked': '?' };

/** 'yes  The hub answers this router inside the VPN (answer from 192.168.151.1, 12 ms)' */
function step_line(one: Step, indent: string): string {
	let seen = one.seen == null ? '' : in_english(one.seen);
	if (one.old) seen += sprintf('%s%d s ago', seen == '' ? '' : ', ', one.age!);
	const sign = one.old ? '?' : signs[one.verdict]!;
	return sprintf(
		'%s%-4s %s%s\n',
		indent,
		sign,
		in_english(one.title),
		seen == '' ? '' : ' (' + seen + ')'
	);
}

function cause_text(cause: Known<Cause>, indent: string): string {
	if (cause == null) return '';
	let text = indent + in_english(message_of(cause.finding)) + '\n';
	for (const one of cause.evidence) text += indent + '  measured: ' + in_english(one) + '\n';
	return text + indent + '→ ' + fix_text(cause.finding) + '\n';
}

function doubt_text(doubt: Known<Finding>, indent: string): string {
	if (doubt == null) return '';
	return indent + in_english(message_of(doubt)) + '\n' + indent + '→ ' + fix_text(doubt) + '\n';
}

function names_of(members: MemberLadder[]): string {
	return join(
		', ',
		map(members, (one) => one.name)
	);
}

/** One sentence for whoever reads nothing else: no more than was seen. */
function headline(ladder: Ladder): string {
	if (ladder.works == 'no') return 'It does not work.';
	const hub = filter(ladder.steps, (one) => one.step == 'hub' && one.verdict == 'yes' && !one.old);
	const doubtful = filter(ladder.members, (one) => one.doubt != null);
	if (ladder.works == 'not checked') {
		if (length(hub) == 0 || length(doubtful) == 0) return 'It cannot be told whether it works.';
		return 'The hub answers. Whether these are reached cannot be told: ' + names_of(doubtful) + '.';
	}
	const invited = filter(ladder.members, (one) => one.home.state == 'invited');
	if (length(invited) == 0) return 'It works.';
	const waiting = 'Invited, and not joined yet: ' + names_of(invited) + '.';
	const alone = length(invited) == length(ladder.members);
	return (alone ? 'The hub answers. ' : 'It works. ') + waiting;
}

/** Does it work; if not, which step fails, why, and what to do. */
export function ladder_text(ladder: Ladder): string {
	if (!ladder.joined) return 'This router has not joined a hub.\n';
	let text = headline(ladder) + '\n';
	for (const one of ladder.steps) {
		text += step_line(one, '');
		if (ladder.member == '' && one.step == ladder.failing)
			text += cause_text(ladder.cause, '     ');
	}
	for (const member of ladder.members) {
		text += member.name + '\n';
		for (const one of member.steps) {
			text += step_line(one, '  ');
			if (one.step == member.failing) text += cause_text(member.cause, '       ');
		}
		text += doubt_text(member.doubt, '       ');
	}
	if (length(ladder.warnings) > 0) text += 'Besides:\n';
	for (const one of ladder.warnings) text += cause_text(one, '  ');
	return text;
}
