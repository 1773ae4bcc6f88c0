// What holds for whatever comes in? Nothing is thrown, little is answered, no key is told, twice is once.
import assert from 'node:assert/strict';
import { most_looked_at } from '../../root/usr/share/ucode/wgspoke/base/bounds.ts';
import { is_name, key_fault } from '../../root/usr/share/ucode/wgspoke/base/names.ts';
import { canonical_prefix } from '../../root/usr/share/ucode/wgspoke/base/prefix.ts';
import { hub_members } from '../../root/usr/share/ucode/wgspoke/hub/members.ts';
import { read_answer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import { compare_hub } from '../../root/usr/share/ucode/wgspoke/hub/compare.ts';
import { check_network } from '../../root/usr/share/ucode/wgspoke/model/check.ts';
import { normalize_network } from '../../root/usr/share/ucode/wgspoke/model/shape.ts';
import { read_text } from '../../root/usr/share/ucode/wgspoke/text/read.ts';
import { findings as known } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { few, in_order, settle } from '../../root/usr/share/ucode/wgspoke/words/settle.ts';
import { homeKey, key, seedNetwork } from '../unit/seed.ts';
import { looks, networks, texts } from './inputs.ts';
import type { AnswerRead } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import type { Arbitrary } from 'fast-check';
import type { Finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import type { Phrase, Value } from '../../root/usr/share/ucode/wgspoke/words/phrase.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import type { Input } from './inputs.ts';

/** More no answer has, whatever was asked; a tenth of what ubus carries. */
const LARGEST = 100_000;

/** As many characters of a key on end are not told. */
const PIECE = 16;

/** Every text that a person may see in what was found: values whole, not as they are cut for a sentence. */
function told(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(told);
}

const plain = (text: string): string =>
	text
		.replace(/[\s'"`,]/g, '')
		.replaceAll('-', '+')
		.replaceAll('_', '/');

/** The key of which a piece is in what is told; null for none. */
export function toldKey(value: unknown, secrets: string[]): string | null {
	if (secrets.length === 0) return null;
	const said = plain(told(value).join('\n'));
	for (const secret of secrets) {
		for (let at = 0; at + PIECE <= 43; at++) {
			if (said.includes(secret.slice(at, at + PIECE))) return secret;
		}
	}
	return null;
}

const isPhrase = (value: Value): value is Phrase => typeof value !== 'string';

function checkValues(values: Record<string, Value>): void {
	for (const value of Object.values(values)) if (isPhrase(value)) checkValues(value.values);
}

export function checkFindings(found: Finding[]): void {
	for (const one of found) {
		assert.ok(Object.hasOwn(known, one.code), `unknown code ${one.code}`);
		assert.equal(one.message, known[one.code].message);
		checkValues(one.values);
	}
}

function checkSize(result: unknown): void {
	const size = JSON.stringify(result).length;
	assert.ok(size <= LARGEST, `the answer has ${size} characters`);
}

/** What is fed: how its inputs are made, what is done with one, and what has to hold then. */
export interface Target {
	inputs: Arbitrary<Input>;
	run: (value: unknown) => unknown;
	check: (input: Input, result: never) => void;
}

function checkNetwork(network: Network): void {
	const again = normalize_network(network);
	assert.deepEqual(again.network, network);
	assert.deepEqual(again.findings, []);
	checkFindings(settle(check_network(network)));
}

/** The seed's network with everybody's key known but one's. */
export function comparedNetwork(): Network {
	const network = seedNetwork();
	network.hub.public_key = key(1);
	network.sites[1].public_key = key(3);
	network.devices[0].public_key = key(4);
	return network;
}

type ReadResult = ReturnType<typeof read_text>;
type Normalized = { network: Network; findings: Finding[]; judged: Finding[] };

export const TARGETS: Record<'read' | 'normalize' | 'answer' | 'compare', Target> = {
	read: {
		inputs: texts,
		run: (value) => {
			const read = read_text(value as string);
			return { ...read, judged: settle([...read.findings, ...check_network(read.network)]) };
		},
		check: ({ secrets }, result: ReadResult & { judged: Finding[] }) => {
			const { network, findings, unused, judged } = result;
			checkSize(result);
			checkFindings(findings);
			assert.equal(toldKey([findings, unused, judged], secrets), null);
			// What judges alone may refuse (a key in a list of networks) has been left out of the text's network.
			checkNetwork(network);
		},
	},
	normalize: {
		inputs: networks,
		run: (value) => {
			const { network, findings } = normalize_network(value);
			return {
				network,
				findings: few(findings),
				judged: settle([...findings, ...check_network(network)]),
			};
		},
		check: ({ secrets }, result: Normalized) => {
			checkSize(result);
			checkFindings(result.findings);
			assert.equal(toldKey([result.findings, result.judged], secrets), null);
			checkNetwork(result.network);
		},
	},
	answer: {
		inputs: looks,
		run: (value) => read_answer(value as string),
		check: ({ secrets }, { answer, findings }: AnswerRead) => {
			checkFindings(findings);
			assert.equal(toldKey([answer, findings], secrets), null);
			assert.equal(findings.length, answer == null ? 1 : 0);
			if (answer == null) return;
			assert.ok(answer.peers.length <= most_looked_at);
			for (const { public_key: peer, name, running, written } of answer.peers) {
				assert.equal(key_fault(peer), '');
				assert.ok(name === '' || is_name(name), name);
				const prefixes = [...(running ?? []), ...(written ?? [])];
				assert.deepEqual(prefixes.map(canonical_prefix), prefixes);
			}
			for (const port of answer.ports) assert.ok(port > 0 && port <= 65535);
		},
	},
	compare: {
		inputs: looks,
		run: (value) => {
			const network = comparedNetwork();
			return in_order(compare_hub(network, hub_members(network, homeKey), value as string));
		},
		check: ({ secrets }, result: Finding[]) => {
			checkSize(few(result, 64));
			checkFindings(result);
			assert.equal(toldKey(result, secrets), null);
		},
	},
};

export type TargetName = keyof typeof TARGETS;
