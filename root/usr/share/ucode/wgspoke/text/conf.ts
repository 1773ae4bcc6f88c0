// What does this wg-quick text say? One parser for every entrance, total for any string, and the printer beside it.
// It judges no value: which lines a home gateway uses is for `read` to say.

import { holds_key } from '../base/names.ts';

/** `Key = value # name`. Names come from comments: on the line, or alone on the line above. */
export interface Entry {
	/** As wg-quick(8) spells it when the section knows it, else as written. */
	key: string;
	value: string;
	name: string;
	/** From 1. */
	line: number;
}

/** `[Peer] # name`; the name may also be alone on the line above or below. */
export interface Section {
	/** Line of its header; 0 when the text has none. */
	line: number;
	name: string;
	entries: Entry[];
}

/** A line that gives no entry. The reasons are keys of `terms`. */
export interface Problem {
	reason:
		| 'utf16'
		| 'binary'
		| 'outside_sections'
		| 'unknown_section'
		| 'no_equals'
		| 'no_value'
		| 'malformed';
	line: number;
	text: string;
}

/** After 'utf16' or 'binary' the rest is empty. Several [Interface] sections count as one, as for wg(8). */
export interface Conf {
	interface: Section;
	peers: Section[];
	problems: Problem[];
}

/** Values that are shell commands: there ';' does not start a comment. */
export const hook_keys = ['PreUp', 'PostUp', 'PreDown', 'PostDown'];

/** What AmneziaWG adds; those of `amnezia_shared` must be the same at both ends. */
export const amnezia_shared = ['S1', 'S2', 'S3', 'S4', 'H1', 'H2', 'H3', 'H4'];
export const amnezia_keys = [
	...['Jc', 'Jmin', 'Jmax', 'J1', 'J2', 'J3', 'Itime', 'I1', 'I2', 'I3', 'I4', 'I5'],
	...amnezia_shared,
];

const interface_keys = [
	...['PrivateKey', 'ListenPort', 'FwMark', 'Address', 'DNS', 'MTU', 'Table', 'SaveConfig'],
	...hook_keys,
	...amnezia_keys,
];
const peer_keys = [
	...['PublicKey', 'PresharedKey', 'AllowedIPs', 'Endpoint', 'PersistentKeepalive'],
	'AdvancedSecurity',
];

// ['MTU'] → { mtu: 'MTU' }
function by_lower_case(names: string[]): Record<string, string> {
	const table: Record<string, string> = {};
	for (const name of names) table[lc(name)] = name;
	return table;
}

const known: Record<string, Record<string, string>> = {
	interface: by_lower_case(interface_keys),
	peer: by_lower_case(peer_keys),
};

// '# --- Home B ---' → 'Home B'; 'friendly_name = NAS' → 'NAS'; a switched-off setting, '#DNS = 1.1.1.1' → ''
function comment_name(comment: string): string {
	const text = trim(ltrim(comment, '#; \t-*'), '# \t-*');
	const sign = match(text, /[=:]/);
	if (sign == null) return text;
	const at = index(text, sign[0]);
	const label = lc(trim(substr(text, 0, at)));
	const labelled = index(['name', 'friendly_name', 'client', 'peer'], label) >= 0;
	const name = labelled ? trim(substr(text, at + 1)) : text;
	return index(name, '=') < 0 ? name : '';
}

// What a web page or an editor adds between words, made plain; line ends made LF.
function plain_lines(text: string): string[] {
	let plain = replace(replace(text, '\r\n', '\n'), '\r', '\n');
	for (const blank of ['\u00a0', '\u3000', '\u200b', '\ufeff']) {
		if (index(plain, blank) >= 0) plain = replace(plain, blank, ' ');
	}
	return split(plain, '\n');
}

// 'utf16' by its byte order mark, or by the NUL beside the first letter; 'binary' by any other NUL.
function refusal(text: string): 'utf16' | 'binary' | null {
	const first = ord(text, 0);
	const second = ord(text, 1);
	if ((first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff)) return 'utf16';
	if (index(text, chr(0)) < 0) return null;
	return (first == 0) != (second == 0) ? 'utf16' : 'binary';
}

// Before `#`, and before `;` unless the line is a hook: 'PostUp = a; b # c' → 'PostUp = a; b'
function without_comment(line: string): string {
	const hash = index(line, '#');
	const body = hash < 0 ? line : substr(line, 0, hash);
	const semicolon = index(body, ';');
	if (semicolon < 0) return body;
	const key = lc(trim(substr(body, 0, index(body, '='))));
	return match(key, /^(pre|post)(up|down)$/) ? body : substr(body, 0, semicolon);
}

// A line without its comment, and what the comment names.
function split_comment(line: string): { body: string; name: string } {
	if (index(line, '#') < 0 && index(line, ';') < 0) return { body: line, name: '' };
	const body = trim(without_comment(line));
	return { body, name: comment_name(substr(line, length(body))) };
}

// Why a line in a section gives no entry, or null.
function entry_problem(at: number, key: string, value: string): Problem['reason'] | null {
	if (at < 0) return 'no_equals';
	if (key == '') return 'malformed';
	return value == '' ? 'no_value' : null;
}

/** Parses any string, in time linear to its length. */
export function parse_conf(text: string): Conf {
	const conf: Conf = {
		interface: { line: 0, name: '', entries: [] },
		peers: [],
		problems: [],
	};
	const refused = refusal(text);
	if (refused != null) {
		push(conf.problems, { reason: refused, line: 1, text: '' });
		return conf;
	}
	let section: Section | null = null;
	let names: Record<string, string> = {};
	let outside: 'outside_sections' | 'unknown_section' = 'outside_sections';
	// What a comment alone on its line said, while it may still name the next line.
	let above = '';
	let number = 0;
	for (const raw of plain_lines(text)) {
		number++;
		const line = trim(raw);
		if (line == '') {
			above = '';
			continue;
		}
		const parts = split_comment(line);
		const body = parts.body;
		if (body == '') {
			above = parts.name;
			if (section == null || section.name != '' || length(section.entries) > 0) continue;
			section.name = above;
			above = '';
			continue;
		}
		const name = parts.name == '' ? above : parts.name;
		above = '';
		if (substr(body, 0, 1) == '[') {
			const title = substr(body, -1) == ']' ? lc(trim(body, '[] \t')) : '';
			section = null;
			outside = 'unknown_section';
			if (title == 'interface') section = conf.interface;
			if (title == 'peer') section = push(conf.peers, { line: 0, name: '', entries: [] });
			if (section == null) {
				push(conf.problems, { reason: outside, line: number, text: line });
				continue;
			}
			names = known[title] ?? {};
			if (section.line == 0) section.line = number;
			if (section.name == '') section.name = name;
			continue;
		}
		if (section == null) {
			push(conf.problems, { reason: outside, line: number, text: line });
			continue;
		}
		const at = index(body, '=');
		const key = trim(substr(body, 0, at < 0 ? 0 : at));
		const value = trim(substr(body, at + 1));
		const reason = entry_problem(at, key, value);
		if (reason != null) {
			push(conf.problems, { reason, line: number, text: line });
			continue;
		}
		const lower = lc(key);
		const spelled = exists(names, lower) ? (names[lower] ?? key) : key;
		push(section.entries, { key: spelled, value, name, line: number });
	}
	return conf;
}

function print_line(text: string, name: string): string {
	return text + (name == '' ? '' : ' # ' + name) + '\n';
}

function print_section(title: string, section: Section): string {
	const lines = [print_line('[' + title + ']', section.name)];
	for (const entry of section.entries)
		push(lines, print_line(entry.key + ' = ' + entry.value, entry.name));
	return join('', lines);
}

/** The text of a [Peer] section. */
export function print_peer(peer: Section): string {
	return print_section('Peer', peer);
}

/** The text of a configuration; parsed again it is the same but for line numbers and problems. */
export function print_conf(conf: Conf): string {
	const sections: string[] = [];
	const has_interface = conf.interface.line > 0 || length(conf.interface.entries) > 0;
	if (has_interface) push(sections, print_section('Interface', conf.interface));
	for (const peer of conf.peers) push(sections, print_peer(peer));
	return join('\n', sections);
}

/** The entry that counts where a key may stand once: the last, as for wg(8). null when there is none. */
export function last_entry(section: Section, key: string): Entry | null {
	let found: Entry | null = null;
	for (const entry of section.entries) if (entry.key == key) found = entry;
	return found;
}

const between_pieces = /[ \t,]+/;

/** The values of a key that adds up, one per entry: 'DNS = 1.1.1.1, lan' → '1.1.1.1', 'lan' */
export function list_entries(section: Section, key: string): Entry[] {
	const pieces: Entry[] = [];
	for (const entry of section.entries) {
		if (entry.key != key) continue;
		// A key with blanks in it is one piece: its parts would be no keys, and be quoted.
		const parts = holds_key(entry.value) ? [entry.value] : split(entry.value, between_pieces);
		for (const value of parts) {
			if (value != '') push(pieces, { key, value, name: entry.name, line: entry.line });
		}
	}
	return pieces;
}
