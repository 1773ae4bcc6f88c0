// What of a pasted configuration may stay in the browser's storage? Everything but its secrets.

const PUBLIC = /^\s*public\s*key\s*=/i;
const SECRET = /^(\s*(?:private|preshared)\s*key\s*=).*$/i;
/** A key has 44 characters; a damaged one may have a few less. */
const KEY = /[A-Za-z0-9+/]{38,}=*/g;

/** A network as one line, which may hold a private key, or as a file: neither can be read in part. */
export function isPacked(text: string): boolean {
	return /(^|\n)[ \t]*wgspoke:|^\s*\{/.test(text);
}

/** The text without private and preshared keys, and without anything that looks like one; nothing of a packed one. */
export function redact(text: string): string {
	if (isPacked(text) || /wgspoke:/i.test(text)) return '';
	return text
		.split('\n')
		.map((line) => (PUBLIC.test(line) ? line : line.replace(SECRET, '$1').replace(KEY, '')))
		.join('\n');
}

/** Puts a private key where `redact` took it out: '… PrivateKey =' → '… PrivateKey = <key>' */
export function withPrivateKey(text: string, key: string): string {
	const empty = /^(\s*private\s*key\s*=)[ \t]*(\r?)$/im;
	if (empty.test(text)) return text.replace(empty, `$1 ${key}$2`);
	return `[Interface]\nPrivateKey = ${key}\n${text}`;
}
