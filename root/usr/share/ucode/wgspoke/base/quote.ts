// How does somebody's text stand in a command, in a UCI file, in a comment, in a sentence?

const plain = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./_-';

/** In quotes, as a POSIX shell and UCI files take it: it's → 'it'\''s' */
export function quoted(text: string): string {
	return "'" + replace(text, "'", "'\\''") + "'";
}

/** One word for a POSIX shell, quoted when it has to be: wg0 → wg0, a b → 'a b' */
export function shell_word(text: string): string {
	for (let i = 0; i < length(text); i++) {
		if (index(plain, substr(text, i, 1)) < 0) return quoted(text);
	}
	return text == '' ? "''" : text;
}

/** A name in a comment, which ends with its line. */
export function comment_text(name: string): string {
	return replace(name, /[[:cntrl:]]/g, ' ');
}

/** At most `size` bytes, and not cut inside a UTF-8 character, whose later bytes are 10xxxxxx. */
export function cut(text: string, size: number): string {
	if (length(text) <= size) return text;
	let end = size - 3;
	while (end > size - 6 && ((ord(text, end) ?? 0) & 0xc0) == 0x80) end--;
	return substr(text, 0, end) + '…';
}

/**
 * What somebody wrote, as it may be shown: one short line, control characters as blanks, and no run of 32 or more
 * base64 characters, which may be a secret key.
 */
export function quotable(text: string): string {
	// Of what comes later, nothing survives the cut to 80.
	const shown = replace(cut(text, 200), /[[:cntrl:]]/g, ' ');
	return cut(replace(shown, /[A-Za-z0-9+/]{32,}=*/g, '…'), 80);
}
