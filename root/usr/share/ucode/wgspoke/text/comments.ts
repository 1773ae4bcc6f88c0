// Which name does a comment give, if any? Most comments are remarks, settings that are switched off, or sentences.

// What files of WireGuard speak of, in whatever language the rest is: a comment with one of these is about the file.
const technical = [
	...['privatekey', 'publickey', 'presharedkey', 'key', 'keys', 'psk', 'endpoint', 'allowedips'],
	...['listenport', 'port', 'dns', 'mtu', 'persistentkeepalive', 'keepalive', 'address', 'table'],
	...['saveconfig', 'fwmark', 'postup', 'postdown', 'preup', 'predown', 'wireguard', 'amneziawg'],
	...['config', 'configuration', 'conf', 'export', 'interface', 'ip', 'ips', 'ipv4', 'ipv6', 'nat'],
	...['subnet', 'tunnel', 'http', 'https', 'udp', 'tcp', 'generated', 'uncomment', 'wg', 'wg0'],
];

const labels = ['name', 'friendly_name', 'friendlyname', 'client', 'peer'];

/** Longer ones are sentences: in words, and for languages that have no blanks in bytes. */
const most_words = 5;
const most_bytes = 90;

const setting = /[=:]/;
const between_words = /[^A-Za-z0-9_]+/;
const address = /[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+|\//;
// What ends a sentence, or stands between its parts.
const sentence_marks = ['?', '!', ';', '…', '，', '。', '；', '？', '！', '、', '، ', '؟'];

function speaks_of_file(text: string): boolean {
	for (const word of split(lc(text), between_words)) if (index(technical, word) >= 0) return true;
	return match(text, address) != null;
}

function is_sentence(text: string): boolean {
	if (substr(text, -1) == '.' || index(text, ', ') >= 0 || index(text, '. ') >= 0) return true;
	for (const mark of sentence_marks) if (index(text, mark) >= 0) return true;
	const words = filter(split(text, ' '), (word) => word != '');
	return length(text) > most_bytes || length(words) > most_words;
}

/**
 * '# --- Home B ---' → 'Home B'; 'friendly_name = NAS' → 'NAS'. '' for what is none: '#DNS = 1.1.1.1', '# PresharedKey
 * not used', '# Uncomment the next line.'
 */
export function comment_name(comment: string): string {
	const text = trim(ltrim(comment, '#; \t-*'), '# \t-*');
	const sign = match(text, setting);
	if (sign != null) {
		const at = index(text, sign[0]);
		const label = lc(trim(substr(text, 0, at)));
		const name = trim(substr(text, at + 1));
		return index(labels, label) >= 0 && match(name, setting) == null ? name : '';
	}
	return speaks_of_file(text) || is_sentence(text) ? '' : text;
}
