// With which keys are releases signed? `make keys DIR=…` makes one for each world: EC P-256 for apk, Ed25519 in usign's
// form for opkg. The private halves are readable by their owner alone, and never in the repository.
//   node --import ./tools/register.mjs tools/package/keys.ts DIR

import {
	createHash,
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	randomBytes,
	type KeyObject,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { usignText } from './sign.ts';

/** What keys are called in their folder; the public ones have these names in a feed too, and on routers. */
const PRIVATE = { apk: 'apk-private.pem', opkg: 'opkg-private.key' };
export const APK_PUBLIC = 'luci-app-wgspoke.pem';

export interface ReleaseKeys {
	/** EC P-256. */
	apk: KeyObject;
	/** Ed25519, with the number by which opkg finds it. */
	opkg: { key: KeyObject; number: Buffer };
}

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** The name under which a router has opkg's key. */
export const opkgPublic = ({ opkg }: ReleaseKeys): string => opkg.number.toString('hex');

/** The file of apk's public key. */
export function apkPublicText({ apk }: ReleaseKeys): string {
	return createPublicKey(apk).export({ type: 'spki', format: 'pem' }) as string;
}

/** The 32 bytes of an Ed25519 key, the last ones of its forms. */
const last32 = (der: Buffer): Buffer => der.subarray(-32);

const seedOf = (key: KeyObject): Buffer => last32(key.export({ type: 'pkcs8', format: 'der' }));
const publicOf = (key: KeyObject): Buffer =>
	last32(createPublicKey(key).export({ type: 'spki', format: 'der' }));

/** The file of opkg's public key. */
export function opkgPublicText(keys: ReleaseKeys): string {
	const { key, number } = keys.opkg;
	return usignText(`public key ${opkgPublic(keys)}`, number, publicOf(key));
}

/** No rounds: the key has no password. */
const KDF = Buffer.from('BK\0\0\0\0', 'latin1');
const SALT = 16;

/** usign's secret key: "Ed", "BK", rounds, salt, the start of a sum, number, seed and public key. */
function opkgPrivateText({ key, number }: ReleaseKeys['opkg']): string {
	const secret = Buffer.concat([seedOf(key), publicOf(key)]);
	const sum = createHash('sha512').update(secret).digest().subarray(0, 8);
	const body = [Buffer.from('Ed'), KDF, randomBytes(SALT), sum, number, secret];
	const comment = `private key ${number.toString('hex')}`;
	return `untrusted comment: ${comment}\n${Buffer.concat(body).toString('base64')}\n`;
}

function readOpkg(text: string): ReleaseKeys['opkg'] | null {
	const body = Buffer.from(text.split('\n')[1] ?? '', 'base64');
	const [sum, secret] = [body.subarray(24, 32), body.subarray(40)];
	const isUsign = body.length === 104 && body.subarray(0, 2).equals(Buffer.from('Ed'));
	if (!isUsign || !body.subarray(2, 8).equals(KDF)) return null;
	if (!createHash('sha512').update(secret).digest().subarray(0, 8).equals(sum)) return null;
	const [d, x] = [secret.subarray(0, 32), secret.subarray(32)].map((part) =>
		part.toString('base64url')
	);
	const jwk = { kty: 'OKP', crv: 'Ed25519', d: d ?? '', x: x ?? '' };
	return { key: createPrivateKey({ key: jwk, format: 'jwk' }), number: body.subarray(32, 40) };
}

function readEc(text: string): KeyObject | null {
	try {
		const key = createPrivateKey(text);
		return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null;
	} catch {
		return null;
	}
}

/** The text of a private key that only its owner can read. */
function readPrivate(directory: string, name: string): string {
	const path = join(directory, name);
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat?.isFile()) throw new Error(`${path} is missing: make keys DIR=${directory}`);
	if (stat.mode & 0o077) throw new Error(`${path} can be read by others: chmod 600 ${path}`);
	return readFileSync(path, 'utf8');
}

/** The keys of a folder. Throws one line that names the file at fault. */
export function readKeys(directory: string): ReleaseKeys {
	const apk = readEc(readPrivate(directory, PRIVATE.apk));
	if (!apk)
		throw new Error(
			`${join(directory, PRIVATE.apk)} is no private key of the curve P-256, as apk needs it`
		);
	const opkg = readOpkg(readPrivate(directory, PRIVATE.opkg));
	if (!opkg)
		throw new Error(
			`${join(directory, PRIVATE.opkg)} is no private key in usign's form without a password, as opkg needs it`
		);
	return { apk, opkg };
}

/** Makes keys in a folder; what was written. Throws one line, and leaves nothing then. */
export function makeKeys(directory: string): string[] {
	const folder = resolve(directory);
	const inside = relative(PROJECT, folder);
	if (directory === '') throw new Error('make keys DIR=<folder outside of this project>');
	if (!inside.startsWith('..'))
		throw new Error(
			`${folder} is in this project, where keys could be published: give another DIR`
		);
	const keys: ReleaseKeys = {
		apk: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey,
		opkg: { key: generateKeyPairSync('ed25519').privateKey, number: randomBytes(8) },
	};
	const files: [name: string, text: string, mode: number][] = [
		[PRIVATE.apk, keys.apk.export({ type: 'pkcs8', format: 'pem' }) as string, 0o600],
		[PRIVATE.opkg, opkgPrivateText(keys.opkg), 0o600],
		[APK_PUBLIC, apkPublicText(keys), 0o644],
		[opkgPublic(keys), opkgPublicText(keys), 0o644],
	];
	const there = files.find(([name]) => existsSync(join(folder, name)));
	if (there)
		throw new Error(
			`${join(folder, there[0])} is there already: routers that trust it would refuse what another key signs`
		);
	const written: string[] = [];
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		for (const [name, text, mode] of files) {
			writeFileSync(join(folder, name), text, { mode, flag: 'wx' });
			written.push(join(folder, name));
		}
	} catch (error) {
		for (const path of written) rmSync(path);
		throw new Error(`${folder} cannot be written: ${(error as Error).message}`, { cause: error });
	}
	return written;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	try {
		for (const path of makeKeys(process.argv[2] ?? '')) console.log(path);
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
