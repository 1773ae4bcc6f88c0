// How does a JavaScript string stand for ucode's bytes? As UTF-8; a byte that is none becomes a lone surrogate.
// So text reads naturally in Node, and no byte is lost on the way: decode(encode(s)) == s.

// oxlint's no-control-regex has no quarrel with this form
const ASCII = /^[^\u0080-\uffff]*$/;
/** Byte 0x80–0xff that is not UTF-8 ↔ U+DC80–U+DCFF, as Python's surrogateescape does. */
const ESCAPE = 0xdc00;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of a string, one per UTF-16 unit of the result: 'é' → '\xc3\xa9'. */
export function encode(text: string): string {
	if (ASCII.test(text)) return text;
	return text
		.split(/([\udc80-\udcff]+)/u)
		.map((part, i) =>
			i % 2 == 1
				? Array.from(part, (c) => String.fromCharCode(c.charCodeAt(0) - ESCAPE)).join('')
				: Buffer.from(part, 'utf8').toString('latin1')
		)
		.join('');
}

/** The string that has these bytes: '\xc3\xa9' → 'é', '\xc3' → '\udcc3'. */
export function decode(bytes: string): string {
	if (ASCII.test(bytes)) return bytes;
	try {
		return strict.decode(Buffer.from(bytes, 'latin1'));
	} catch {
		return bytes.replace(SEQUENCE, (part, valid?: string) =>
			valid === undefined
				? String.fromCharCode(part.charCodeAt(0) + ESCAPE)
				: Buffer.from(valid, 'latin1').toString('utf8')
		);
	}
}

/** One character of UTF-8 (group 1), or one byte that is not part of any. */
const SEQUENCE =
	/([^\u0080-\u00ff]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})|[^]/g;

/** A buffer's bytes as such a string, and back. */
export const fromBuffer = (buffer: Buffer): string => decode(buffer.toString('latin1'));
export const toBuffer = (text: string): Buffer => Buffer.from(encode(text), 'latin1');
