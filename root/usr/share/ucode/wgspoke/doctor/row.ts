// What is a row of the table of causes, and what do several rows ask of the situation?

import { contains } from '../base/prefix.ts';
import { split_endpoint } from '../base/endpoint.ts';
import { tunnel_named } from '../router/tunnel.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import type { HubAnswer, HubPeer } from '../hub/answer.ts';
import type { Known } from '../model/facts.ts';
import type { Site } from '../model/fields.ts';
import type { Finding, FindingCode } from '../words/findings.ts';
import type { Phrase, Value } from '../words/phrase.ts';
import type { ActionKind, Cause, Indexed, MemberLadder, Situation, StepName } from './situation.ts';

/** What a row is asked with: of a step of another home, `member` is that home, and `site` what it is in the network. */
export interface Asked extends Indexed {
	members: MemberLadder[];
	member: MemberLadder | null;
	site: Site | null;
	/** The interface of the tunnel. */
	tunnel: string;
	/** This router among the peers that the hub told of; null when it did not tell, or does not know it. */
	own_peer: Known<HubPeer>;
}

/** What is told when a row fits. */
export interface Told {
	values: Record<string, Value>;
	evidence: Phrase[];
	/** A finding that somebody else has made of it. */
	finding?: Finding;
	/** What the action needs. */
	value?: string;
}

export interface Row {
	/** The steps whose failing it may explain. */
	steps: StepName[];
	code: FindingCode;
	action: ActionKind;
	/** What looks the same from here, and the look that the finding names would tell apart. */
	alike?: FindingCode[];
	/** What is told when it is so; null when it is not, or when a fact for it is missing. */
	when: (asked: Asked) => Known<Told>;
}

export function told(values: Record<string, Value>, evidence?: Phrase[], value?: string): Told {
	return { values: values, evidence: evidence ?? [], value: value ?? '' };
}

/** This router's public key as its tunnel has it. */
export function own_key(now: Situation): string {
	return tunnel_named(now.facts, now.network.hub.interface)?.public_key ?? now.facts.public_key;
}

export function peer_of_key(answer: Known<HubAnswer>, key: string): Known<HubPeer> {
	for (const peer of answer?.peers ?? []) if (key != '' && peer.public_key == key) return peer;
	return null;
}

/** Does one of the prefixes hold all of this one? */
export function holds_prefix(prefixes: Known<string[]>, wanted: string): boolean {
	for (const prefix of prefixes ?? []) if (contains(prefix, wanted)) return true;
	return false;
}

/** Bytes that went to the hub and came from it while the check ran; null when nobody counted. */
export function grown(now: Situation): Known<{ sent: number; received: number }> {
	const before = now.evidence?.before;
	const after = now.evidence?.after;
	if (before == null || after == null || after.tx_bytes < before.tx_bytes) return null;
	return { sent: after.tx_bytes - before.tx_bytes, received: after.rx_bytes - before.rx_bytes };
}

/** The same in words. */
export function seen_counts(now: Situation): Phrase[] {
	const count = grown(now);
	if (count == null) return [];
	return [term('seen_counts', { sent: '' + count.sent, received: '' + count.received })];
}

/** Where the tunnel calls the hub, as it runs or else as it is configured. */
export function endpoint_of(now: Situation): string {
	const hub = now.network.hub;
	const running = now.evidence?.endpoint ?? '';
	return running != '' ? running : hub.endpoint_host + ':' + hub.endpoint_port;
}

export function host_called(now: Situation): string {
	return split_endpoint(endpoint_of(now))?.host ?? '';
}

/** Seconds since the hub last shook hands with this peer, by the hub's own clock; null for never, or not told. */
export function hub_heard(answer: Known<HubAnswer>, peer: Known<HubPeer>): Known<number> {
	const at = peer?.seen?.handshake ?? 0;
	return at == 0 || answer?.time == null ? null : max(0, answer.time - at);
}

/** 40 → '40 s', 240 → '4 min', 7300 → '2 h'. */
export function span(seconds: number): Phrase {
	if (seconds < 90) return term('span_seconds', { count: '' + seconds });
	if (seconds < 5400) return term('span_minutes', { count: '' + int(seconds / 60) });
	if (seconds < 172800) return term('span_hours', { count: '' + int(seconds / 3600) });
	return term('span_days', { count: '' + int(seconds / 86400) });
}

/** The cause that a row makes of what it was told. */
export function made(row: Row, what: Told): Cause {
	return {
		finding: what.finding ?? finding(row.code, what.values),
		evidence: what.evidence,
		action: { kind: row.action, value: what.value ?? '' },
		alike: row.alike ?? [],
	};
}
