// How is something signed, for apk and for opkg? apk has a signature inside of the file, by an EC key of P-256; opkg has
// one file beside the list of a feed, by an Ed25519 key in the form of OpenBSD's signify, which OpenWrt calls usign.

import { createHash, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { signedMessage } from './adb.ts';
import type { Sign } from './apk.ts';

/** Version of the form, then SHA-512. */
const SIGN_VERSION = 0;
const SHA512 = 4;

/** The point of an EC key, not compressed: the last 65 bytes of its SPKI form. */
function point(key: KeyObject): Buffer {
	const spki = (key.type === 'private' ? createPublicKey(key) : key).export({
		type: 'spki',
		format: 'der',
	});
	return spki.subarray(-65);
}

/** By which apk finds the key among those that it trusts. */
export function keyId(key: KeyObject): Buffer {
	return createHash('sha512').update(point(key)).digest().subarray(0, 16);
}

/** What signs databases of apk by this key. Node draws a number for each: no two signatures are the same bytes. */
export function apkSign(key: KeyObject): Sign {
	const head = Buffer.concat([Buffer.from([SIGN_VERSION, SHA512]), keyId(key)]);
	return (schema, payload) =>
		Buffer.concat([head, sign('sha512', signedMessage(schema, head, payload), key)]);
}

/** 'untrusted comment: …', then base64 of "Ed", the key's number and what is kept. */
export function usignText(comment: string, number: Buffer, content: Buffer): string {
	const body = Buffer.concat([Buffer.from('Ed'), number, content]).toString('base64');
	return `untrusted comment: ${comment}\n${body}\n`;
}

/** Packages.sig for a list; the same each time. */
export function usignSignature(list: Buffer, key: KeyObject, number: Buffer): string {
	const comment = `signed by key ${number.toString('hex')}`;
	return usignText(comment, number, sign(null, list, key));
}
