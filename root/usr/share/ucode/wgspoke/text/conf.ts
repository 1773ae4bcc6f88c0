// What does this wg-quick text say? One parser for every entrance, total for any string, and the printer beside it.
// It judges no value: which lines a home gateway uses is for `read` to say.

import { holds_key } from '../base/names.ts';
import { comment_name } from './comments.ts';
import {
	is_fence,
	plain_lines,
	twins_of,
	unquoted_line,
	unquoted_value,
	with_twins,
} from './plain.ts';

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
	/** Lines with marks of quoting or with characters of another keyboard, which were read as what they stand for. */
	mended: number[];
	/** What says nothing but who wrote the text: its comments, and words in a spelling that only some have. */
	marks: string[];
}

/** Values that are shell commands: there ';' does not start a comment. */
export const hook_keys = ['PreUp', 'PostUp', 'PreDown', 'PostDown'];

/** What AmneziaWG adds, up to its version 3.1. */
export const amnezia_keys = [
	...['Jc', 'Jmin', 'Jmax', 'J1', 'J2', 'J3', 'Itime', 'I1', 'I2', 'I3', 'I4', 'I5'],
	...['S1', 'S2', 'S3', 'S4', 'H1', 'H2', 'H3', 'H4'],
	...['HeaderProtectionKey', 'ContentPaddingAddition', 'RandomTrailers', 'DisableCookies'],
	...['RekeyAfterTime', 'RekeyTimeout', 'RejectAfterTime', 'KeepaliveTimeout'],
	'MaxHandshakeAttempts',
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

const hooks = by_lower_case(hook_keys);

const known: Record<string, Record<string, string>> = {
	interface: by_lower_case(interface_keys),
	peer: by_lower_case(peer_keys),
};

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

// A line without its comment, the comment, and what that names.
function split_comment(line: string): { body: string; comment: string; name: string } {
	if (index(line, '#') < 0 && index(line, ';') < 0) return { body: line, comment: '', name: '' };
	const body = trim(without_comment(line));
	const comment = substr(line, length(body));
	return { body, comment: trim(comment, '#; \t'), name: comment_name(comment) };
}

// Comments alone on their lines, one below the other: they give a name where one of them is one, and only one.
interface Block {
	name: string;
	names: number;
}

function add_to_block(block: Block, name: string): void {
	if (name == '') return;
	block.names++;
	block.name = block.names == 1 ? name : '';
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
		mended: [],
		marks: [],
	};
	const refused = refusal(text);
	if (refused != null) {
		push(conf.problems, { reason: refused, line: 1, text: '' });
		return conf;
	}
	let section: Section | null = null;
	let names: Record<string, string> = {};
	let outside: 'outside_sections' | 'unknown_section' = 'outside_sections';
	let above: Block = { name: '', names: 0 };
	// Has the section that began last a name on its own line, or above it?
	let titled = false;
	let number = 0;
	const twins = twins_of(text);
	for (const raw of plain_lines(text)) {
		number++;
		const line = trim(unquoted_line(raw));
		if (line == '' || is_fence(line)) {
			above = { name: '', names: 0 };
			continue;
		}
		const parts = split_comment(line);
		const body = trim(with_twins(parts.body, twins));
		if (parts.comment != '') push(conf.marks, parts.comment);
		if (body != parts.body || line != trim(raw)) push(conf.mended, number);
		if (body == '') {
			add_to_block(above, parts.name);
			if (section == null || titled || length(section.entries) > 0) continue;
			section.name = above.name;
			continue;
		}
		// What stands between a header without a name and its first line has named the section.
		const heading = section != null && !titled && length(section.entries) == 0;
		const before = heading && substr(body, 0, 1) != '[' ? '' : above.name;
		const name = parts.name == '' ? before : parts.name;
		above = { name: '', names: 0 };
		if (substr(body, 0, 1) == '[') {
			const title = substr(body, -1) == ']' ? lc(trim(body, '[] \t')) : '';
			// What stands above all sections is about the file.
			const first = section == null && outside == 'outside_sections';
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
			const own = first && title == 'interface' ? parts.name : name;
			if (section.name == '') section.name = own;
			titled = section.name != '';
			continue;
		}
		if (section == null) {
			push(conf.problems, { reason: outside, line: number, text: line });
			continue;
		}
		const at = index(body, '=');
		const key = trim(substr(body, 0, at < 0 ? 0 : at));
		const lower = lc(key);
		const written = trim(substr(body, at + 1));
		const value = exists(hooks, lower) ? written : unquoted_value(written);
		const reason = entry_problem(at, key, value);
		if (reason != null) {
			push(conf.problems, { reason, line: number, text: line });
			continue;
		}
		const spelled = exists(names, lower) ? (names[lower] ?? key) : key;
		if (spelled != key) push(conf.marks, key);
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
export function print_conf(conf: Pick<Conf, 'interface' | 'peers'>): string {
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
