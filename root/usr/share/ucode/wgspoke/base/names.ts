// Is this text a key, a token, a name, an interface, a host?
// One answer for every entrance: the pasted text, the client's network, UCI.

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
// 32 bytes: the last character but one carries four bits of the key and two zeros.
const whole_key = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
// A key that has lost a few characters; 'aB', 'a1' and '1a' are turns.
const shortest_key = 36;
const key_run = /[A-Za-z0-9+/_-]{36,}/;
const blank_or_quote = /[[:space:]'"`]+/g;
const turn = /[a-z][A-Z0-9+/]|[0-9][A-Za-z]/g;
const word = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_';
const host_characters = word + '-.';
// Control characters, and what would have to be quoted somewhere: in UCI, in a shell, in HTML.
const refused_in_names = /[[:cntrl:]'"`$;<>&|]/;

/** In characters: longer than any name a person gives, and short enough for a table. */
const name_limit = 63;
/** IFNAMSIZ of the kernel, less the ending zero. */
const interface_limit = 15;

/** Interface names that mean something else to the kernel, netifd or wg. */
const reserved_interfaces = ['all', 'default', 'lo', 'loopback', 'globals', 'interfaces'];

function only_of(text: string, characters: string): boolean {
	for (let i = 0; i < length(text); i++) {
		if (index(characters, substr(text, i, 1)) < 0) return false;
	}
	return true;
}

/** Why `text` is no WireGuard key, as a key of `terms`; '' when it is one. */
export function key_fault(
	text: string
): '' | 'key_short' | 'key_long' | 'key_characters' | 'key_end' {
	if (length(text) < 44) return 'key_short';
	if (length(text) > 44) return 'key_long';
	// A NUL ends a text for the expression, which then is too short for it.
	if (match(text, whole_key)) return '';
	return only_of(substr(text, 0, 42), base64) ? 'key_end' : 'key_characters';
}

/**
 * Does a key stand in the text, whole or damaged: too short or too long, with blanks, in quotes, in the alphabet of URLs?
 * No word has 36 letters, and no sentence changes between small, capital and digit within its words as keys do.
 */
export function holds_key(text: string): boolean {
	if (length(text) < shortest_key) return false;
	// Regular expressions do not see past a NUL.
	const seen = join(' ', split(text, '\x00'));
	if (!match(replace(seen, blank_or_quote, ''), key_run)) return false;
	return length(match(seen, turn) ?? []) >= 2;
}

/** Can a home or a device have this name? Chinese names can. */
export function is_name(text: string): boolean {
	const size = length(text);
	// At most four bytes each.
	if (trim(text) == '' || size > 4 * name_limit) return false;
	let characters = 0;
	// In UTF-8 all bytes of a character but the first are 10xxxxxx.
	for (let i = 0; i < size; i++) if (((ord(text, i) ?? 0) & 0xc0) != 0x80) characters++;
	if (characters > name_limit) return false;
	// Regular expressions do not see past a NUL.
	if (index(text, '\x00') >= 0 || index(text, '\\') >= 0) return false;
	return match(text, refused_in_names) == null && !holds_key(text);
}

/** Digits only, at most five: '25' → 25; everything else → null. */
export function parse_count(text: string): number | null {
	const size = length(text);
	if (size < 1 || size > 5) return null;
	let value = 0;
	for (let i = 0; i < size; i++) {
		const digit = (ord(text, i) ?? 0) - 48;
		if (digit < 0 || digit > 9) return null;
		value = value * 10 + digit;
	}
	return value;
}

/** Can it be the name of a host: labels of letters, digits, - and _, at most 253 characters? */
export function is_host_name(text: string): boolean {
	if (text == '' || length(text) > 253 || !only_of(text, host_characters)) return false;
	for (const label of split(text, '.')) {
		if (length(label) < 1 || length(label) > 63) return false;
		if (substr(label, 0, 1) == '-' || substr(label, length(label) - 1, 1) == '-') return false;
	}
	return true;
}

const whole_token = /^[0-9a-f]{64}$/;

/** Is it a token for a hub as the hub makes them: 32 bytes in hexadecimal digits? */
export function is_token(text: string): boolean {
	return length(text) == 64 && match(text, whole_token) != null;
}

/** Can a network device and a UCI section have this name, and does it mean nothing else? */
export function is_interface_name(text: string): boolean {
	const size = length(text);
	if (size < 1 || size > interface_limit || !only_of(text, word)) return false;
	return index(reserved_interfaces, text) < 0;
}
