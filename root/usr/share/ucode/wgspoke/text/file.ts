// How does a whole network travel: as a file, or as one line to paste? Without this router's keys.
// {"wgspoke": 1, "network": …}, for an invitation with the private key that was made for it, and with the token for the
// hub where the other home is to manage it, too; the line is base64 of it.

import { is_token, key_fault } from '../base/names.ts';
import { fields } from '../model/fields.ts';
import { empty_record } from '../model/kinds.ts';
import { normalize_network } from '../model/shape.ts';
import { finding } from '../words/findings.ts';
import { few } from '../words/settle.ts';
import { term } from '../words/terms.ts';
import type { Records } from '../model/fields.ts';
import type { Network } from '../model/network.ts';
import type { Finding } from '../words/findings.ts';

/** Raised when an older reader would misunderstand. */
const version = 1;
const line_start = 'wgspoke:';

const blanks = /[ \t\r]/g;
const base64 = /^[A-Za-z0-9+/]*=*$/;

// What is this router's own affair does not travel.
function without_own<K extends keyof Records>(kind: K, record: Records[K]): Partial<Records[K]> {
	const travels: Partial<Records[K]> = { ...record };
	for (const field of fields[kind]) if (field.own) delete travels[field.name as keyof Records[K]];
	return travels;
}

function packed(network: Network): object {
	return {
		...network,
		hub: without_own('hub', network.hub),
		sites: map(network.sites, (site) => without_own('site', site)),
		devices: map(network.devices, (device) => without_own('device', device)),
	};
}

/** The file's text. */
export function network_text(network: Network): string {
	return sprintf('%J', { wgspoke: version, network: packed(network) });
}

/**
 * The line with everything that a home needs to join; a secret when a private key is in it, or the token for the hub,
 * '' or left out for none.
 */
export function network_line(network: Network, private_key: string, hub_token?: string): string {
	const file = { wgspoke: version, network: packed(network), private_key: private_key };
	const token = hub_token ?? '';
	return line_start + b64enc(sprintf('%J', token == '' ? file : { ...file, hub_token: token }));
}

/**
 * What a line stands for; every other text as it is: 'wgspoke:e30=' → '{}'. Where a mail program or a terminal has
 * broken it, what stands before it and after it, do not matter.
 */
export function unpack_line(text: string): string {
	if (index(text, line_start) < 0) return text;
	let packed: string | null = null;
	for (const raw of split(text, '\n')) {
		const line = replace(raw, blanks, '');
		if (packed == null) {
			if (index(line, line_start) == 0) packed = substr(line, length(line_start));
		} else if (match(line, base64)) packed += line;
		else break;
	}
	return packed == null ? text : (b64dec(packed) ?? '');
}

export interface NetworkFile {
	network: Network;
	private_key: string;
	/** For the hub; '' for none. */
	hub_token: string;
	findings: Finding[];
}

/** Reads the file's text; null when it is no such file. */
export function read_network(text: string): NetworkFile | null {
	if (substr(ltrim(text), 0, 1) != '{') return null;
	let raw: Record<string, unknown>;
	try {
		raw = json(text) as Record<string, unknown>;
	} catch {
		return null;
	}
	if (type(raw['wgspoke']) != 'int') return null;
	if ((raw['wgspoke'] as number) > version) {
		const reason = term('newer', { version: '' + (raw['wgspoke'] as number) });
		const refused = finding('not-config', { reason: reason }, 'text');
		return {
			network: normalize_network({}).network,
			private_key: '',
			hub_token: '',
			findings: [refused],
		};
	}
	const normal = normalize_network(raw['network']);
	// A file that somebody else wrote decides nothing that is this router's own.
	const read = normal.network;
	read.hub = { ...empty_record('hub'), ...without_own('hub', read.hub) };
	read.sites = map(read.sites, (site) => ({
		...empty_record('site'),
		...without_own('site', site),
	}));
	read.devices = map(read.devices, (device) => ({
		...empty_record('device'),
		...without_own('device', device),
	}));
	const given = raw['private_key'];
	const key = type(given) == 'string' && key_fault(given as string) == '' ? (given as string) : '';
	const token = raw['hub_token'];
	return {
		network: normal.network,
		private_key: key,
		hub_token: type(token) == 'string' && is_token(token as string) ? (token as string) : '',
		findings: few(normal.findings),
	};
}
