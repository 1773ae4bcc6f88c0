// What comes in from outside? Texts, networks and answers of hubs: made up, or good ones damaged, with keys in wrong places.
import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { seedNetwork } from '../unit/seed.ts';

/** What a target is given, and the keys in it that no sentence may tell. */
export interface Input {
	value: unknown;
	secrets: string[];
}

/** Half of a character beyond the first 65536, which no byte stream has. */
const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const FOLDER = 'test/fixtures/conf';
const CORPUS = readdirSync(FOLDER)
	.filter((name) => name.endsWith('.conf'))
	.map((name) => readFileSync(`${FOLDER}/${name}`, 'utf8'));

/** As people have keys: of random bytes. */
const key = fc
	.uint8Array({ minLength: 32, maxLength: 32 })
	.map((bytes) => Buffer.from(bytes).toString('base64'))
	// Bytes that fast-check makes small on purpose give texts that no key looks like.
	.filter((text) => new Set(text).size > 20);

type Damage = (key: string, at: number) => string;

const DAMAGES: Damage[] = [
	(text) => text,
	(text, at) => text.slice(0, 36 + (at % 8)),
	(text, at) => text.slice(0, at) + text.slice(at + 1),
	(text, at) => text.slice(0, at) + 'x9' + text.slice(at),
	(text, at) => `${text.slice(0, at)} ${text.slice(at)}`,
	(text) => (text.match(/.{1,11}/g) ?? []).join(' '),
	(text) => text.replaceAll('+', '-').replaceAll('/', '_'),
	(text) => text.replace('=', ''),
	(text) => `"${text}"`,
	(text) => `'${text}`,
	(text) => `  ${text}\t`,
];

/** A key, whole or damaged, as it stands in a text; and the key. */
const damaged = fc
	.tuple(key, fc.nat(43), fc.constantFrom(...DAMAGES))
	.map(([text, at, damage]) => ({ text: damage(text, at), key: text }));

const PLACES = [
	...['PublicKey = ', 'PrivateKey = ', 'PresharedKey = ', 'publickey=', 'PrivateKey: ', '', '# '],
	...[
		'Address = ',
		'AllowedIPs = ',
		'AllowedIPs = 10.0.0.0/8, ',
		'Endpoint = ',
		'DNS = ',
		'MTU = ',
	],
	...['PersistentKeepalive = ', '[', 'Key = ', 'PostUp = wg set wg0 private-key ', 'ListenPort = '],
];

const JUNK = [
	...[
		'',
		' ',
		'=',
		'#',
		';',
		'[',
		']',
		'[Peer]',
		'[Interface]',
		'\u0000',
		'\r',
		'\t',
		'ä',
		'家',
		'::',
	],
	...['0.0.0.0/0', '10.0.0.0/33', '1.2.3.4', '::/0', '2001:db8::/32', 'wgspoke:', '{"wgspoke":1}'],
	...[
		'AllowedIPs = ',
		'Endpoint = ',
		'%s',
		"'",
		'"',
		'$(reboot)',
		'x'.repeat(300),
		', '.repeat(300),
	],
];

const junk = fc.oneof(
	fc.constantFrom(...JUNK),
	fc.string({ maxLength: 12, unit: 'grapheme-ascii' }),
	fc.string({ maxLength: 6, unit: 'grapheme' })
);

type Edit = (text: string, at: number, junk: string) => string;

const EDITS: Edit[] = [
	(text, at, more) => text.slice(0, at) + more + text.slice(at),
	(text, at, more) => text.slice(0, at) + more + text.slice(at + 1),
	(text, at, more) => text.slice(0, at) + text.slice(at + 7 * (more.length + 1)),
	(text, at) => text.slice(0, at) + text.slice(Math.max(0, at - 60)),
	(text, at, more) => `${text.slice(0, at)}\n${more}\n${text.slice(at)}`,
	(text, at, more) => `${text.slice(0, at)}\n${`${more}\n`.repeat(at % 40)}${text.slice(at)}`,
];

const edits = fc.array(fc.tuple(fc.constantFrom(...EDITS), fc.nat(5000), junk), { maxLength: 4 });

const edited = (text: string, list: [Edit, number, string][]): string =>
	list.reduce((now, [edit, at, more]) => edit(now, at % (now.length + 1), more), text);

const lines = fc
	.array(
		fc.oneof(
			junk,
			fc.tuple(fc.constantFrom(...PLACES), junk).map((two) => two.join(''))
		),
		{
			maxLength: 20,
		}
	)
	.map((all) => all.join('\n'));

const keyLines = fc.array(fc.tuple(fc.constantFrom(...PLACES), damaged, fc.nat(60)), {
	maxLength: 2,
});

/** The text with keys on lines of their own; they are secrets wherever they stand. */
function withKeys(
	text: string,
	list: [string, { text: string; key: string }, number][]
): { text: string; secrets: string[] } {
	const all = text.split('\n');
	for (const [place, one, at] of list) all.splice(at % (all.length + 1), 0, place + one.text);
	return { text: all.join('\n'), secrets: list.map(([, one]) => one.key) };
}

export const texts: fc.Arbitrary<Input> = fc
	.tuple(fc.oneof(fc.constantFrom(...CORPUS), lines), edits, keyLines)
	.map(([text, list, keys]) => {
		const made = withKeys(edited(text, list), keys);
		return { value: made.text.replace(LONE, '?'), secrets: made.secrets };
	});

// --- networks ---

const word = fc.oneof(
	{ weight: 3, arbitrary: junk },
	{
		weight: 2,
		arbitrary: fc.constantFrom(
			...['Home B', '192.168.4.0/24', '192.168.4.7/24', '192.168.151.3', '10.0.0.0/8', 'all', '25'],
			...['203.0.113.1', 'vpn.example.org', '[2001:db8::1]', 'fd00::/64', '0.0.0.0/0', 'wg0', '1']
		),
	}
);

/** A text, with a key in it now and then: its place is marked until the keys are put in. */
const MARK = '\u0001';
const leaf = fc.oneof(
	{ weight: 8, arbitrary: word },
	{ weight: 1, arbitrary: fc.constant(MARK) },
	{ weight: 2, arbitrary: fc.oneof(fc.integer(), fc.boolean(), fc.constant(null)) },
	{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) }
);

const FIELDS = {
	hub: ['interface', 'endpoint_host', 'endpoint_port', 'address', 'subnet', 'keepalive', 'mtu'],
	site: ['name', 'address', 'local', 'host'],
	device: ['name', 'address'],
};

const record = (names: string[], more: Record<string, fc.Arbitrary<unknown>>) =>
	fc.record(
		{ ...Object.fromEntries(names.map((name) => [name, leaf])), ...more },
		{ requiredKeys: [] }
	);

const site = record(FIELDS.site, { lan: fc.oneof(leaf, fc.array(leaf, { maxLength: 5 })) });
const members = <T>(one: fc.Arbitrary<T>) =>
	fc.oneof(
		{ weight: 30, arbitrary: fc.array(fc.oneof(one, leaf), { maxLength: 4 }) },
		{ weight: 1, arbitrary: leaf },
		{
			weight: 1,
			arbitrary: fc.tuple(one, fc.nat(200)).map(([each, count]) => Array<T>(count).fill(each)),
		}
	);

const loose = fc.oneof(
	{
		weight: 9,
		arbitrary: fc.record(
			{
				hub: fc.oneof(record(FIELDS.hub, { public_key: word }), leaf),
				sites: members(site),
				devices: members(record(FIELDS.device, {})),
			},
			{ requiredKeys: [] }
		),
	},
	{ weight: 1, arbitrary: fc.jsonValue() }
);

type Place = [holder: Record<string, unknown>, key: string];

/** Every value of a network, of whatever kind, where it stands. */
function placesIn(value: unknown): Place[] {
	if (typeof value !== 'object' || value === null) return [];
	const holder = value as Record<string, unknown>;
	return Object.keys(holder).flatMap((key): Place[] => [[holder, key], ...placesIn(holder[key])]);
}

/** The seed's network, some of its values taken by others. */
const altered = fc
	.array(fc.tuple(fc.nat(500), fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }))), { maxLength: 3 })
	.map((changes): unknown => {
		const network = seedNetwork();
		for (const [at, value] of changes) {
			const places = placesIn(network);
			const [holder, key] = places[at % places.length] as Place;
			holder[key] = value;
		}
		return network;
	});

const any = fc.oneof(loose, altered);

export const networks: fc.Arbitrary<Input> = fc.tuple(any, damaged).map(([network, one]) => {
	const text = JSON.stringify(network);
	const marked = JSON.stringify(MARK);
	const value: unknown = JSON.parse(
		text.replaceAll(`${marked}:`, '"x":').replaceAll(marked, JSON.stringify(one.text))
	);
	const secrets = text.includes(marked) ? [one.key] : [];
	// Of greater numbers Node knows the first digits only, which ucode prints to the last.
	const small = (_name: string, one: unknown): unknown =>
		typeof one === 'number' && Math.abs(one) > 1e9 ? 70_000 : one;
	return { value: JSON.parse(JSON.stringify(value).replace(LONE, '?'), small) as unknown, secrets };
});

// --- what the hub printed ---

const WORDS = [
	...['hub', 'running', 'written', 'route', 'forwarding', 'peer', 'wg0', 'private', ''],
	...['seen', 'name', 'interface', 'public', 'port', 'system', 'forward', 'wgspoke', 'now', 'end'],
];

const hubLine = fc.oneof(
	{
		weight: 4,
		arbitrary: fc
			.tuple(
				fc.constantFrom(...WORDS),
				fc.constantFrom(0, 1, 2, 3, 4, 9),
				fc.array(word, { maxLength: 4 })
			)
			.map(([what, owner, rest]) => `${what} @${owner}@ ${rest.join(',')}`),
	},
	{ weight: 1, arbitrary: junk },
	{
		weight: 1,
		arbitrary: fc.constantFrom('forwarding 0', 'wgspoke 2', 'end', 'route 192.168.4.0/24'),
	}
);

/** '@3@' stands for the public key of the third member of the network that is compared. */
export const looks: fc.Arbitrary<Input> = fc
	.tuple(fc.array(hubLine, { maxLength: 14 }), edits, keyLines)
	.map(([all, list, keys]) => {
		const text = edited(`hub @1@ 24356\n${all.join('\n')}`, list);
		// Where the hub has public keys, one that is whole is one.
		const hidden = keys.map(([place, one, at]): [string, typeof one, number] => [
			`${place}x`,
			one,
			at,
		]);
		const made = withKeys(text, hidden);
		const value = made.text
			.replace(/@(\d)@/g, (_, digit: string) => Buffer.alloc(32, Number(digit)).toString('base64'))
			.replace(LONE, '?');
		return { value, secrets: made.secrets };
	});
