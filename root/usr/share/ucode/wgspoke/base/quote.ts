// How does somebody's text stand in a command, in a UCI file, in a comment, in a sentence?

import { holds_key } from './names.ts';

const control = /[[:cntrl:]]/g;
const key_run = /[A-Za-z0-9+/_-]{32,}=*/g;
const last_run = /[A-Za-z0-9+/_=-]+$/;
const plain_word = /^[A-Za-z0-9@%+=:,./_-]+$/;

/** In quotes, as a POSIX shell and UCI files take it: it's → 'it'\''s' */
export function quoted(text: string): string {
	return "'" + replace(text, "'", "'\\''") + "'";
}

/** One word for a POSIX shell, quoted when it has to be: wg0 → wg0, a b → 'a b' */
export function shell_word(text: string): string {
	// A regular expression does not see past a NUL, nor is the end of a line the end of a text for every one.
	const plain = match(text, plain_word)?.[0] == text;
	return plain ? text : quoted(text);
}

/** A name in a comment, which ends with its line. */
export function comment_text(name: string): string {
	return replace(name, control, ' ');
}

/** At most `size` bytes, and not cut inside a UTF-8 character, whose later bytes are 10xxxxxx. */
export function cut(text: string, size: number): string {
	if (length(text) <= size) return text;
	let end = size - 3;
	while (end > size - 6 && ((ord(text, end) ?? 0) & 0xc0) == 0x80) end--;
	return substr(text, 0, end) + '…';
}

/**
 * What somebody wrote, as it may be shown: one short line, control characters as blanks, and nothing that may be a secret
 * key, whole or damaged.
 */
export function quotable(text: string): string {
	// A regular expression ends at a NUL; and what the cut left of a key at the end is one, too.
	const start = join(' ', split(substr(text, 0, 200), '\x00'));
	const whole = length(text) > 200 ? replace(start, last_run, '') + '…' : start;
	const shown = replace(replace(whole, control, ' '), key_run, '…');
	return holds_key(shown) ? '…' : cut(shown, 80);
}
