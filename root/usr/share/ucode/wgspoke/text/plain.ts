// What does a line of a text say, whatever a keyboard of another language, a word processor or a mail made of it?
// Characters become their ASCII twins outside of comments; marks of quoting go.

/** Seen as blanks. */
const blanks = [
	...['\u00a0', '\u3000', '\u2000', '\u2001', '\u2002', '\u2003', '\u2004', '\u2005', '\u2006'],
	...['\u2007', '\u2008', '\u2009', '\u200a', '\u202f', '\u205f', '\u200b', '\ufeff'],
];

/** Seen as nothing: soft hyphen, joiners, marks of the direction of writing. */
const unseen = [
	...['\u00ad', '\u200c', '\u200d', '\u200e', '\u200f', '\u2060', '\u202a', '\u202b', '\u202c'],
	...['\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'],
];

/** What other keyboards and word processors write, and what is meant. */
const others: Record<string, string[]> = {
	// A Chinese or Arabic list has commas of its own; a semicolon would begin a comment.
	',': ['\u3001', '\uff1b', '\ufe50', '\ufe51', '\uff64', '\u060c', '\u061b', '\ufe54'],
	'.': ['\u3002', '\ufe52', '\uff61', '\u2024'],
	':': ['\ufe55', '\u2236', '\ua789', '\ufe13'],
	'=': ['\ufe66', '\ua78a'],
	'/': ['\u2044', '\u2215'],
	'-': ['\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212', '\ufe63'],
	'[': ['\u3010', '\u3014'],
	']': ['\u3011', '\u3015'],
	'"': ['\u201c', '\u201d', '\u201e', '\u201f', '\u2033', '\u00ab', '\u00bb'],
	"'": ['\u2018', '\u2019', '\u201a', '\u201b', '\u2032'],
};

const no_ascii = /[^\t -~]/;
const quoting = /^[ \t]*(>[ \t]*)+/;
const full_width_sharp = '\uff03';

type Twin = [string, string];

function all_twins(): Twin[] {
	const twins: Twin[] = [];
	for (const ascii of keys(others)) for (const other of others[ascii]!) push(twins, [other, ascii]);
	// '！' to '～' are as far from '!' to '~' as the first is from the first.
	for (let code = 0x21; code <= 0x7e; code++) {
		const wide = uchr(0xff00 + code - 0x20);
		if (code != 0x23 && code != 0x3b) push(twins, [wide, chr(code)]);
	}
	// Arabic and Persian digits.
	for (let digit = 0; digit < 10; digit++) {
		push(twins, [uchr(0x660 + digit), '' + digit], [uchr(0x6f0 + digit), '' + digit]);
	}
	return twins;
}

const every_twin = all_twins();

/** The twins that a text has at all: of most texts none, so that nothing is looked for line by line. */
export function twins_of(text: string): Twin[] {
	if (match(text, no_ascii) == null) return [];
	return filter(every_twin, (twin) => index(text, twin[0]) >= 0);
}

/** '［Peer］' → '[Peer]', '10.0.0.0/24，10.1.0.0/24' → '10.0.0.0/24,10.1.0.0/24' */
export function with_twins(line: string, twins: Twin[]): string {
	let plain = line;
	if (length(twins) == 0 || match(line, no_ascii) == null) return plain;
	for (const twin of twins) plain = replace(plain, twin[0], twin[1]);
	return plain;
}

/** The lines of a text, blanks made plain and line ends whatever they are. */
export function plain_lines(text: string): string[] {
	let plain = replace(replace(text, '\r\n', '\n'), '\r', '\n');
	if (match(plain, no_ascii) != null) {
		for (const blank of blanks) if (index(plain, blank) >= 0) plain = replace(plain, blank, ' ');
		for (const mark of unseen) if (index(plain, mark) >= 0) plain = replace(plain, mark, '');
		plain = replace(plain, full_width_sharp, '#');
	}
	return split(plain, '\n');
}

/** A line without the marks of a quoted mail: '> > MTU = 1400' → 'MTU = 1400' */
export function unquoted_line(line: string): string {
	return substr(ltrim(line), 0, 1) == '>' ? replace(line, quoting, '') : line;
}

/** Does the line only frame a block of text, as in a chat or on a page: '```ini'? */
export function is_fence(line: string): boolean {
	return index(line, '```') == 0 || index(line, '~~~') == 0;
}

/** A value without the quotes around it: '"vpn.example.org:51820"' → 'vpn.example.org:51820' */
export function unquoted_value(value: string): string {
	const first = substr(value, 0, 1);
	const size = length(value);
	if (size < 3 || index(['"', "'", '`'], first) < 0 || substr(value, -1) != first) return value;
	return trim(substr(value, 1, size - 2));
}
