// How does the check of the hub read in a terminal: what it has to be told, and whose the keys are that only it has?

import { duration, findings_text } from './print.ts';
import type { Answer, Finding, HubCheck, Sorted, Unsorted } from '../verbs/replies.ts';

const takes = ['member', 'home', 'device'];

/** What is said of keys that only the hub has is said in the list of them. */
const in_list = ['hub-extra', 'hub-knows', 'hub-rekeyed', 'hub-rekeyed-here'];

function taking(one: Unsorted): Answer | null {
	return filter(one.answers, (answer) => index(takes, answer) >= 0)[0] ?? null;
}

// What becomes of it by this answer.
function answer_text(one: Unsorted, answer: Answer): string {
	if (answer == 'member') return 'it is that of ' + one.member;
	if (answer == 'home') return 'add ' + one.name + ' to your homes';
	if (answer == 'device') return 'add ' + one.name + ' to your devices';
	return answer == 'remove' ? 'remove it from the hub' : 'leave it as it is';
}

const options: Record<Answer, string> = {
	member: '--take',
	home: '--take',
	device: '--take',
	remove: '--gone',
	leave: '--skip',
};

function key_text(one: Unsorted): string {
	const networks = filter([one.address, ...one.lan], (network) => network != '');
	const said = length(networks) == 0 ? 'no address' : join(', ', networks);
	const heard = one.heard == null ? 'never' : duration(one.heard) + ' ago';
	let text = sprintf('%s  %s\n', one.public_key, one.found == '' ? '(no name)' : one.found);
	text += sprintf('    %s; last heard %s\n', said, heard);
	if (one.member != '') text += sprintf('    network or address of %s\n', one.member);
	text += sprintf('    --apply will: %s\n', answer_text(one, one.answer));
	for (const answer of one.answers) {
		if (answer == one.answer) continue;
		text += sprintf('    %s %s: %s\n', options[answer], one.public_key, answer_text(one, answer));
	}
	return text + (one.warning == null ? '' : findings_text([one.warning]));
}

/** What the hub has to be told, and has besides. */
export function check_text(check: HubCheck): string {
	const said = filter(check.differences, (one) => index(in_list, one.code) < 0);
	let text = findings_text([...check.findings, ...said]);
	if (length(check.unsorted) > 0) text += 'Keys that the hub has and this router has not:\n';
	for (const one of check.unsorted) text += key_text(one);
	if (text != '') return text;
	return check.age == null
		? 'The hub has not told this router whom it knows.\n'
		: 'The hub has everything as it should be.\n';
}

/** Is there nothing to be told, and no key to be sorted out? */
export function is_in_step(check: HubCheck): boolean {
	const amiss = filter(check.differences, (one) => one.severity != 'info');
	return check.age != null && length(amiss) == 0 && length(check.unsorted) == 0;
}

/** Does the hub lack something? Who is known there and not here, or was not compared, is nothing that it lacks. */
export function is_amiss(differences: Finding[]): boolean {
	const amiss = filter(differences, (one) => one.severity != 'info' || one.code == 'hub-extra');
	return length(amiss) > 0;
}

/** The answers that the check has beforehand, with those given; or a line that says which one is no answer. */
export function sorted_by_options(
	unsorted: Unsorted[],
	given: Record<string, string[]>
): Sorted[] | string {
	const answers: Record<string, Answer> = {};
	const known: Record<string, Unsorted> = {};
	for (const one of unsorted) {
		known[one.public_key] = one;
		answers[one.public_key] = one.answer;
	}
	for (const name of ['take', 'skip', 'gone']) {
		for (const key of given[name] ?? []) {
			const one = known[key];
			if (one == null) {
				return sprintf('"--%s": the hub has no such key that this router has not', name);
			}
			const answer = name == 'take' ? taking(one) : name == 'skip' ? 'leave' : 'remove';
			if (answer == null) return sprintf('"--take %s": nobody can be added with this key', key);
			answers[key] = answer;
		}
	}
	return map(keys(answers), (key) => ({ public_key: key, answer: answers[key]! }));
}
