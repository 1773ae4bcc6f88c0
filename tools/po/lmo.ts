// How does LuCI get a translation? As a .lmo file: texts, then an index of hashes. This writes one from a .po file, byte
// for byte as LuCI's own po2lmo, which takes a file line by line, and reads one back.

import { digits, hash } from './hash.ts';

/** What po2lmo reads of a line. */
const LINE_BYTES = 4095;
/** Of a text with its context it hashes no more than that. */
const KEY_BYTES = 4095;
const MOST_PLURALS = 10;

const BACKSLASH = 0x5c;
const QUOTE = 0x22;

/** What stands between the quotes of a line; `\"` and `\\` lose their backslash, all others keep it. */
function quoted(line: Buffer): Buffer {
	const start = line.indexOf(QUOTE);
	if (start < 0 || line[0] === 0x23) return Buffer.alloc(0);
	const bytes: number[] = [];
	for (let at = start + 1; at < line.length && line[at] !== QUOTE; at++) {
		const byte = line[at] ?? 0;
		const next = line[at + 1] ?? 0;
		if (byte === BACKSLASH) {
			at++;
			if (next !== QUOTE && next !== BACKSLASH) bytes.push(byte);
			bytes.push(next);
		} else bytes.push(byte);
	}
	return Buffer.from(bytes);
}

interface Text {
	context: Buffer;
	id: Buffer;
	plural: Buffer;
	values: Buffer[];
}

const none = Buffer.alloc(0);
const emptyText = (): Text => ({ context: none, id: none, plural: none, values: [] });

/** Every text in the order of the file, the head among them, which has no id. */
function textsOf(po: Buffer): Text[] {
	const texts: Text[] = [];
	let text = emptyText();
	let add: ((more: Buffer) => void) | null = null;
	const finish = (): void => {
		if (text.id.length === 0 && text.values.length === 0) return;
		texts.push(text);
		text = emptyText();
	};
	let number = 0;
	for (let at = 0; at < po.length;) {
		const end = po.indexOf(0x0a, at);
		const line = po.subarray(at, end < 0 ? po.length : end);
		at = end < 0 ? po.length : end + 1;
		number++;
		if (line.length >= LINE_BYTES)
			throw new Error(`line ${String(number)} has more than ${String(LINE_BYTES)} bytes: fold it`);
		const head = line.toString('latin1', 0, 14);
		const plural = /^msgstr\[(\d+)\]/.exec(line.toString('latin1', 0, 16))?.[1];
		if (head.startsWith('msgctxt "')) {
			finish();
			text.context = none;
			add = (more) => (text.context = Buffer.concat([text.context, more]));
		} else if (head.startsWith('msgid "')) {
			finish();
			text.id = none;
			add = (more) => (text.id = Buffer.concat([text.id, more]));
		} else if (head === 'msgid_plural "') {
			text.plural = none;
			add = (more) => (text.plural = Buffer.concat([text.plural, more]));
		} else if (head.startsWith('msgstr "') || plural !== undefined) {
			const which = Number(plural ?? 0);
			if (which >= MOST_PLURALS)
				throw new Error(`line ${String(number)}: LuCI knows ${String(MOST_PLURALS)} plural forms`);
			text.values[which] = none;
			add = (more) => (text.values[which] = Buffer.concat([text.values[which] ?? none, more]));
		}
		add?.(quoted(line));
	}
	finish();
	return texts;
}

/** The hash's source: context ␁ text ␂ number of the form. */
function keyOf({ context, id, plural }: Text, form: number): Buffer {
	const parts = context.length > 0 ? [context, Buffer.from([1]), id] : [id];
	if (plural.length > 0) parts.push(Buffer.from(`\u0002${String(form)}`));
	const key = Buffer.concat(parts);
	if (key.length > KEY_BYTES)
		throw new Error(
			`a text has more than ${String(KEY_BYTES)} bytes: ${id.toString().slice(0, 40)}…`
		);
	return key;
}

/** 'nplurals=2; plural=(n != 1);' of the head of a file, '' without. */
function pluralForms(head: Buffer): string {
	const lines = head.toString('latin1').split('\\n').slice(0, -1);
	const line = lines.find((each) => /^Plural-Forms: /i.test(each)) ?? '';
	return line.slice('Plural-Forms: '.length);
}

interface Entry {
	key: number;
	form: number;
	value: Buffer;
}

function entriesOf(text: Text): Entry[] {
	const [first] = text.values;
	if (first === undefined || first.length === 0) return [];
	if (text.id.length === 0) {
		const forms = Buffer.from(pluralForms(first), 'latin1');
		return forms.length > 0 ? [{ key: 0, form: 0, value: forms }] : [];
	}
	return text.values.flatMap((value, form) => {
		if (value.length === 0) return [];
		const key = hash(keyOf(text, form));
		// A translation that is the text itself needs no place.
		return key === hash(value) ? [] : [{ key, form: text.values.length, value }];
	});
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);

function words(...numbers: number[]): Buffer {
	const bytes = Buffer.alloc(4 * numbers.length);
	numbers.forEach((number, at) => bytes.writeUInt32BE(number, 4 * at));
	return bytes;
}

/**
 * The .lmo of a .po; null where nothing is translated.
 * @throws Error of one line for what po2lmo would cut off
 */
export function writeLmo(po: Buffer): Buffer | null {
	const entries = textsOf(po).flatMap(entriesOf);
	if (entries.length === 0) return null;
	let offset = 0;
	const index = entries.map(({ key, form, value }) => {
		const place = { key, row: words(key, form, offset, value.length) };
		offset += padded(value).length;
		return place;
	});
	index.sort((a, b) => a.key - b.key);
	return Buffer.concat([
		...entries.map(({ value }) => padded(value)),
		...index.map(({ row }) => row),
		words(offset),
	]);
}

const ROW_BYTES = 16;

/** What LuCI hands to its pages as `TR`: the hash of each text, in eight digits, and its translation. */
export function readLmo(lmo: Buffer): Record<string, string> {
	const texts: Record<string, string> = {};
	const end = lmo.length - 4;
	for (let at = lmo.readUInt32BE(end); at < end; at += ROW_BYTES) {
		const [key, offset, length] = [0, 8, 12].map((place) => lmo.readUInt32BE(at + place)) as [
			number,
			number,
			number,
		];
		texts[digits(key)] = lmo.toString('utf8', offset, offset + length);
	}
	return texts;
}
