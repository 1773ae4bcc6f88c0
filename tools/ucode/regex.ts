// How do POSIX regular expressions run in Node? On bytes, translated to JavaScript's dialect.
// As on OpenWrt 23.05 to 25.12: without the flag `s`, `.` and `[^x]` match a newline and `^` `$` only the ends of the text.
// One difference stays: of alternatives POSIX takes the longest match, JavaScript the first: write the longest first.
import { decode, encode } from './bytes.ts';
import { UcodeException } from './exception.ts';
import { toText } from './format.ts';

const CLASSES: Record<string, string> = {
	alnum: 'A-Za-z0-9',
	alpha: 'A-Za-z',
	blank: ' \\t',
	cntrl: '\\x00-\\x1f\\x7f',
	digit: '0-9',
	graph: '\\x21-\\x7e',
	lower: 'a-z',
	print: '\\x20-\\x7e',
	punct: '\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e',
	space: '\\s',
	upper: 'A-Z',
	xdigit: 'A-Fa-f0-9',
};

/** An escape, a bracket expression (its `^` is group 1, its inside group 2), a dot, or a `/`. */
const PIECES = /\\[^]|\[(\^?)(\]?(?:\[:[a-z]+:\]|[^\]])*)\]|\./g;

/** By what stands in the source: a literal in a function is another object each time. */
const compiled = new Map<string, RegExp>();

/** The expression that does in Node, on bytes, what the given one does on the router. */
export function translate(pattern: RegExp): RegExp {
	const known = compiled.get(String(pattern));
	if (known) return known;
	const lines = pattern.flags.includes('s');
	// ucode's lexer drops the backslash of `\]`, so that [^\]] is POSIX's [^]]
	const literal = encode(pattern.source).replace(/\\[^]/g, (part) => (part == '\\]' ? ']' : part));
	const source = literal.replace(
		PIECES,
		(piece, negated: string | undefined, inside: string | undefined) => {
			if (piece == '.') return lines ? '[^\\n]' : '[^]';
			if (inside === undefined) return piece;
			const members = inside
				.replace(/\\[\]\\/nrtfv-]|\[:([a-z]+):\]|\\|^\]/g, (part, name?: string) =>
					name !== undefined ? (CLASSES[name] ?? '') : part.length == 2 ? part : `\\${part}`
				)
				.replace(/\[/g, '\\[');
			return `[${negated ?? ''}${members}${negated && lines ? '\\n' : ''}]`;
		}
	);
	const flags = (lines ? 'm' : '') + (pattern.flags.includes('i') ? 'i' : '') + 'g';
	const result = new RegExp(source, flags);
	compiled.set(String(pattern), result);
	return result;
}

type Group = string | null;
const groups = (found: RegExpExecArray): Group[] =>
	Array.from(found, (part: string | undefined) => (part === undefined ? null : decode(part)));

function* findAll(bytes: string, pattern: RegExp, limit: number): Generator<RegExpExecArray> {
	const expression = translate(pattern);
	let from = 0;
	for (let n = 0; n < limit && from <= bytes.length; n++) {
		expression.lastIndex = from;
		const found = expression.exec(bytes);
		if (!found) return;
		yield found;
		from = found.index + Math.max(found[0].length, 1);
	}
}

export function match(subject: unknown, pattern: unknown): Group[] | Group[][] | null {
	if (!(pattern instanceof RegExp) || subject === null || subject === undefined) return null;
	const limit = pattern.global ? Infinity : 1;
	const found = Array.from(findAll(encode(toText(subject)), pattern, limit), groups);
	return pattern.global ? (found.length ? found : null) : (found[0] ?? null);
}

export function split(text: unknown, separator: unknown, limit = Infinity): string[] | null {
	if (typeof text != 'string') return null;
	if (limit <= 0) return [];
	if (separator instanceof RegExp) return splitByPattern(encode(text), separator, limit);
	if (typeof separator != 'string') return null;
	if (text == '') return [''];
	const parts = encode(text).split(encode(separator));
	const rest = parts.splice(limit - 1).join(encode(separator));
	return (parts.length < limit - 1 || limit == Infinity ? parts : [...parts, rest]).map(decode);
}

function splitByPattern(bytes: string, separator: RegExp, limit: number): string[] {
	const parts: string[] = [];
	let from = 0;
	for (const found of findAll(bytes, separator, limit - 1)) {
		const empty = found[0] == '';
		if (empty && found.index >= bytes.length) return parts.map(decode);
		parts.push(bytes.slice(from, found.index + (empty ? 1 : 0)));
		from = found.index + Math.max(found[0].length, 1);
	}
	return [...parts, bytes.slice(from)].map(decode);
}

export function replace(
	subject: unknown,
	pattern: unknown,
	replacement: unknown,
	limit = Infinity
): string | null {
	if (subject == null || pattern == null || replacement == null) return null;
	const bytes = encode(toText(subject));
	const isPattern = pattern instanceof RegExp;
	const needle = isPattern ? pattern : new RegExp(escapeText(toText(pattern)), 'gs');
	const found = [
		...findAll(bytes, needle, isPattern && !pattern.global ? Math.min(limit, 1) : limit),
	];
	let result = '';
	let from = 0;
	for (const one of found) {
		result += bytes.slice(from, one.index);
		result +=
			typeof replacement == 'function'
				? encode(toText((replacement as (...parts: Group[]) => unknown)(...groups(one))))
				: expand(encode(toText(replacement)), one);
		from = one.index + one[0].length;
	}
	return decode(result + bytes.slice(from));
}

/** Fills `$1`, `$&`, `` $` ``, `$'` and `$$`; a group that is not there stays as it is written. */
const expand = (template: string, found: RegExpExecArray): string =>
	template.replace(/\$([&`'$1-9])/g, (whole, what: string) => {
		if (what == '$') return '$';
		if (what == '&') return found[0];
		if (what == '`') return found.input.slice(0, found.index);
		if (what == "'") return found.input.slice(found.index + found[0].length);
		return found[Number(what)] ?? whole;
	});

const escapeText = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

export function regexp(source: unknown, flags = ''): RegExp {
	try {
		return new RegExp(toText(source), flags);
	} catch (error) {
		throw new UcodeException('Syntax error', error instanceof Error ? error.message : 'unreadable');
	}
}

/** Shell patterns, as fnmatch without flags: `*` passes over slashes too. */
export function wildcard(text: unknown, pattern: unknown, ignoreCase = false): boolean | null {
	if (typeof text != 'string' || typeof pattern != 'string') return null;
	const source = encode(pattern).replace(/\[!?[^\]]+\]|[^]/g, (part) => {
		if (part == '*') return '[^]*';
		if (part == '?') return '[^]';
		return part.length > 1 ? part.replace('[!', '[^') : escapeText(part);
	});
	return new RegExp(`^${source}$`, ignoreCase ? 'i' : '').test(encode(text));
}
