// What has the hub said, and how is it asked at once? The watch asks it all the time, see watch/turn.

import { stat } from 'fs';
import { read_answer } from '../hub/answer.ts';
import { taken_addresses } from '../hub/heard.ts';
import { hub_members } from '../hub/members.ts';
import { compare_answer } from '../hub/compare.ts';
import { configured_public_key } from '../router/keys.ts';
import { collect_configs } from '../router/look.ts';
import { hear_hub, waiting_patience } from '../router/talk.ts';
import { hub_token, keep_told, last_told, look_question, told_path } from '../router/told.ts';
import { steady } from '../base/uptime.ts';
import { finding } from '../words/findings.ts';
import { in_order } from '../words/settle.ts';
import type { AnswerRead } from '../hub/answer.ts';
import type { HubSaid } from '../hub/heard.ts';
import type { Known } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { Told } from '../router/told.ts';
import type { AskReply } from './replies.ts';

/** What was read in the hub's last words, and when they were said. */
interface Remembered extends AnswerRead {
	at: number;
}

// What came last, and broke off, says nothing but that.
function remembered(told: Told): Remembered {
	const read = read_answer(told.text, true);
	const since = told.broken == null ? [] : read_answer(told.broken, true).findings;
	return { answer: read.answer, findings: [...read.findings, ...since], at: told.at };
}

// What tells one file from the next that lies in its place.
function stamp_of(path: string): string {
	const found = stat(path);
	return found == null ? '' : sprintf('%J', [found.inode, found.size, found.mtime]);
}

/** What the hub of this network has said last, with its age; null for nothing. Read anew only when it is new. */
export function hub_said(router: Router, network: Network | null): Known<HubSaid> {
	if (network == null || !router.live) return null;
	const memory = router.memory;
	const stamp = stamp_of(told_path(router)) + network.hub.public_key;
	if (memory.told_stamp != stamp) {
		const told = last_told(router, network.hub.public_key);
		memory.told = told == null ? null : remembered(told);
		memory.told_stamp = stamp;
	}
	const told = memory.told as Known<Remembered>;
	if (told == null) return null;
	const age = int(max(0, steady() - told.at));
	return { answer: told.answer, findings: told.findings, age: age };
}

/** The addresses that the hub knows to be taken; null while it has said nothing. */
export function taken_at_hub(router: Router, network: Network | null): Known<string[]> {
	const answer = hub_said(router, network)?.answer;
	return answer == null ? null : taken_addresses(answer);
}

/** Asks the hub now. Waits: never inside rpcd. */
export function do_ask(router: Router, network: Network | null): AskReply {
	const reply: AskReply = { answer: null, findings: [], differences: [] };
	if (network == null) return { ...reply, findings: [finding('not-joined', {})] };
	const question = look_question(hub_token(router, network.hub.public_key));
	const text = hear_hub(router, network.hub.address, question, waiting_patience);
	if (text == '') {
		const values = { value: network.hub.address };
		return { ...reply, findings: [finding('hub-speechless', values, 'hub.address')] };
	}
	keep_told(router, network.hub.public_key, text);
	const read = read_answer(text, true);
	if (read.answer == null) return { ...reply, findings: read.findings };
	const configs = collect_configs(router);
	const own = configured_public_key(router, configs);
	const differences = compare_answer(network, hub_members(network, own), read.answer);
	return { answer: read.answer, findings: [], differences: in_order(differences) };
}
