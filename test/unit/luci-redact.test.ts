// What of a pasted text may stay in the browser's storage?

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact, withPrivateKey } from '../../htdocs/luci-static/resources/wgspoke/join/draft.ts';

const KEY = 'OD1HksdQRt9etGxJo2OGyXM+wC5rQOZdf1DQ5nFvj2s=';
const PUBLIC = 'slxonRkrUVezTyyu/AdkSuXyfSZj1owC+xZ8l144gys=';

const CONF = `[Interface]
PrivateKey = ${KEY}
Address = 192.168.151.2/24
[Peer]
PublicKey = ${PUBLIC}
PresharedKey=${KEY}
`;

describe('redact', () => {
	it('takes private and preshared keys out, and leaves the public key and all else', () => {
		assert.equal(
			redact(CONF),
			`[Interface]
PrivateKey =
Address = 192.168.151.2/24
[Peer]
PublicKey = ${PUBLIC}
PresharedKey=
`
		);
	});

	it('leaves nothing of a network in one line or as a file, however a mail program has broken it', () => {
		const line = `wgspoke:${Buffer.from(JSON.stringify({ wgspoke: 1, private_key: KEY })).toString('base64')}`;
		assert.equal(redact(line), '');
		assert.equal(redact(` ${line.replace(/.{20}/g, '$&\n')}`), '');
		assert.equal(redact(`Here it is: ${line}`), '');
		assert.equal(redact(`{"wgspoke": 1, "private_key": "${KEY}"}`), '');
	});

	const key = fc
		.uint8Array({ minLength: 32, maxLength: 32 })
		.map((bytes) => Buffer.from(bytes).toString('base64'));
	const before = fc.constantFrom(
		'PrivateKey = ',
		'privatekey=',
		'# old key ',
		'Private Key: ',
		'\t',
		''
	);
	const after = fc.constantFrom('', '\r', ' # mine', ';', ' ');

	it('leaves no key anywhere but behind PublicKey, however the line is written', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(before, key, after)), fc.string(), (lines, noise) => {
				const text = [noise, ...lines.map((parts) => parts.join('')), noise].join('\n');
				const redacted = redact(text);
				return lines.every(([, secret]) => !redacted.includes(secret));
			})
		);
	});

	it('changes nothing the second time', () => {
		fc.assert(fc.property(fc.string(), (text) => redact(redact(text)) === redact(text)));
	});
});

describe('withPrivateKey', () => {
	it('puts the key back where it was taken out', () => {
		const redacted = redact(CONF);
		assert.equal(redact(withPrivateKey(redacted, KEY)), redacted);
		assert.match(
			withPrivateKey(redacted, KEY),
			new RegExp(`^PrivateKey = ${KEY.replace('+', '\\+')}$`, 'm')
		);
	});

	it('adds the line to a text that has none', () => {
		assert.equal(withPrivateKey('', KEY), `[Interface]\nPrivateKey = ${KEY}\n`);
	});
});
