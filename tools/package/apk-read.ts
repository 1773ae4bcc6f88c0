// Is this file an apk, or an index of some, as apk-tools reads it? Structure, order and sums are looked at the way apk
// does when it installs; the first fault is thrown as one line. What a build has written is read here before anybody
// gets it.

import { createHash, verify, type KeyObject } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { BLOCK, HEAD, MAGIC, SCHEMAS, signedMessage, TYPE } from './adb.ts';
import { keyId } from './sign.ts';

export interface ReadFile {
	/** Below the router's `/`. */
	path: string;
	mode: number;
	content: Buffer;
	/** '' where it is no link. */
	link: string;
}

export interface ReadDatabase {
	schema: number;
	payload: Buffer;
	/** The bodies of its signatures. */
	signatures: Buffer[];
	/** Of a package: its fields; of an index: those of all of its packages. */
	packages: Record<string, string>[];
	/** Of a package, with folders of no content left out. */
	files: ReadFile[];
	folders: string[];
	/** 'post-install' → its text. */
	scripts: Record<string, string>;
}

const INFO =
	'name version hashes description arch license origin maintainer url commit build-time installed-size file-size priority depends provides'.split(
		' '
	);
const SCRIPTS =
	'trigger pre-install post-install pre-deinstall post-deinstall pre-upgrade post-upgrade'.split(
		' '
	);
const MATCHES: Record<number, string> = {
	1: '=',
	2: '<',
	3: '<=',
	4: '>',
	5: '>=',
	9: '~',
	23: '',
};

function insist(holds: boolean, fault: string): asserts holds {
	if (!holds) throw new Error(`not an apk file as apk reads it: ${fault}`);
}

/** The values of one database. */
class Values {
	private readonly bytes: Buffer;

	constructor(payload: Buffer) {
		insist(payload.length >= 16, 'its database is shorter than 16 bytes');
		insist(payload[0] === 0, 'its database is of another version');
		this.bytes = payload;
	}

	private word(offset: number): number {
		insist(offset >= HEAD && offset + 4 <= this.bytes.length, 'a value lies outside');
		return this.bytes.readUInt32LE(offset);
	}

	get root(): number {
		return this.bytes.readUInt32LE(4);
	}

	private split(value: number): [type: number, number: number] {
		return [value >>> 28, value & 0x0fffffff];
	}

	int(value: number): number {
		const [type, number] = this.split(value);
		if (value === 0) return 0;
		insist(type === TYPE.int || type === TYPE.int32, 'a number is of another type');
		return type === TYPE.int ? number : this.word(number);
	}

	blob(value: number): Buffer {
		if (value === 0) return Buffer.alloc(0);
		const [type, offset] = this.split(value);
		const size = (
			{ [TYPE.blob8]: 1, [TYPE.blob16]: 2, [TYPE.blob32]: 4 } as Record<number, number>
		)[type];
		insist(size !== undefined && offset >= HEAD, 'a text is of another type');
		insist(offset + size <= this.bytes.length, 'a text lies outside');
		const start = offset + size;
		const end = start + this.bytes.readUIntLE(offset, size);
		insist(end <= this.bytes.length, 'a text ends outside');
		return this.bytes.subarray(start, end);
	}

	text(value: number): string {
		return this.blob(value).toString('utf8');
	}

	/** Fields from the first on; what is cut off is 0. */
	list(value: number): number[] {
		if (value === 0) return [];
		const [type, offset] = this.split(value);
		insist(type === TYPE.object || type === TYPE.array, 'an object is of another type');
		const slots = this.word(offset);
		insist(slots >= 1 && offset + 4 * slots <= this.bytes.length, 'an object ends outside');
		return Array.from({ length: slots - 1 }, (_, at) => this.word(offset + 4 * (at + 1)));
	}
}

interface Block {
	type: number;
	payload: Buffer;
}

function blocksOf(stream: Buffer): Block[] {
	const blocks: Block[] = [];
	let at = 8;
	while (at < stream.length) {
		insist(at + 4 <= stream.length, 'a block has no head');
		const head = stream.readUInt32LE(at);
		const size = head & 0x3fffffff;
		const end = at + size + (-size & 7);
		insist(size >= 4 && end <= stream.length, 'a block ends outside');
		blocks.push({ type: head >>> 30, payload: stream.subarray(at + 4, at + size) });
		at = end;
	}
	const types = blocks.map(({ type }) => type);
	insist(types[0] === BLOCK.adb, 'it does not begin with a database');
	const sorted = types.every((type, i) => i === 0 || type >= Math.max(types[i - 1] ?? 0, 1));
	insist(sorted && Math.max(...types) <= BLOCK.data, 'its blocks are in another order');
	return blocks;
}

function dependency(values: Values, value: number): string {
	const [name = 0, version = 0, match = 0] = values.list(value);
	const code = values.int(match);
	const not = code >= 16;
	const op = MATCHES[code] ?? MATCHES[code - 16];
	insist(code === 0 || op !== undefined, 'a dependency is compared in an unknown way');
	const shown = version === 0 ? '' : (op ?? '=') + values.text(version);
	return `${not ? '!' : ''}${values.text(name)}${shown}`;
}

function infoOf(values: Values, value: number): Record<string, string> {
	const fields = values.list(value);
	const shown = (name: string, field: number): string => {
		if (name === 'hashes') return values.blob(field).toString('hex');
		if (/size|time|priority/.test(name)) return String(values.int(field));
		if (name === 'depends' || name === 'provides')
			return values
				.list(field)
				.map((each) => dependency(values, each))
				.join(' ');
		return values.text(field);
	};
	return Object.fromEntries(
		fields.flatMap((field, at) => {
			const name = INFO[at];
			return name === undefined || field === 0 ? [] : [[name, shown(name, field)]];
		})
	);
}

/** The files of a package, each with its content: every block is of the file that comes next, and has its sum. */
function filesOf(
	values: Values,
	paths: number,
	data: Buffer[]
): Pick<ReadDatabase, 'files' | 'folders'> {
	const left = [...data];
	const folders = values.list(paths).map((value) => values.list(value));
	const files = folders.flatMap(([folderName = 0, , list = 0], folder) =>
		values.list(list).map((value, file): ReadFile => {
			const [name = 0, acl = 0, size = 0, , hash = 0, target = 0] = values.list(value);
			const [mode = 0] = values.list(acl);
			const path = [values.text(folderName), values.text(name)]
				.filter((text) => text !== '')
				.join('/');
			const common = { path, mode: values.int(mode) };
			if (target !== 0) {
				const to = values.blob(target);
				insist(to.readUInt16LE(0) === 0xa000, `${path} is a link of another kind`);
				return { ...common, content: Buffer.alloc(0), link: to.subarray(2).toString() };
			}
			const block = values.int(size) > 0 ? left.shift() : Buffer.alloc(8);
			insist(block !== undefined && block.length >= 8, `the data of ${path} is missing`);
			if (values.int(size) > 0) {
				const place = [block.readUInt32LE(0), block.readUInt32LE(4)];
				insist(
					place[0] === folder + 1 && place[1] === file + 1,
					`the data of ${path} is another file's`
				);
			}
			const content = block.subarray(8);
			insist(content.length === values.int(size), `${path} has another size`);
			const sum = createHash('sha256').update(content).digest();
			insist(sum.equals(values.blob(hash)), `${path} has another sum`);
			return { ...common, content, link: '' };
		})
	);
	insist(left.length === 0, 'there is data of no file');
	return { files, folders: folders.map(([name = 0]) => values.text(name)) };
}

/** Reads a whole file. Throws the first fault. */
export function readApk(file: Buffer): ReadDatabase {
	const magic = file.toString('latin1', 0, 4);
	insist(
		magic === MAGIC.plain || magic === MAGIC.deflated,
		`it begins with ${JSON.stringify(magic)}`
	);
	const stream = magic === MAGIC.plain ? file : inflateRawSync(file.subarray(4));
	insist(stream.toString('latin1', 0, 4) === MAGIC.plain, 'what is compressed is something else');
	const schema = stream.readUInt32LE(4);
	const [adb, ...rest] = blocksOf(stream);
	const values = new Values(adb?.payload ?? Buffer.alloc(0));
	const root = values.list(values.root);
	const of = (type: number): Buffer[] =>
		rest.filter((block) => block.type === type).map(({ payload }) => payload);
	const common = {
		schema,
		payload: adb?.payload ?? Buffer.alloc(0),
		signatures: of(BLOCK.signature),
	};
	if (schema === SCHEMAS.index) {
		const packages = values.list(root[1] ?? 0).map((value) => infoOf(values, value));
		return { ...common, packages, files: [], folders: [], scripts: {} };
	}
	insist(schema === SCHEMAS.package, 'it is neither a package nor an index');
	const [info = 0, paths = 0, scripts = 0] = root;
	const texts = values.list(scripts).map((value, at) => [SCRIPTS[at] ?? '', values.text(value)]);
	return {
		...common,
		packages: [infoOf(values, info)],
		...filesOf(values, paths, of(BLOCK.data)),
		scripts: Object.fromEntries(texts.filter(([, text]) => text !== '')) as Record<string, string>,
	};
}

/** Is one of its signatures by this key, over these bytes? */
export function isSignedBy({ schema, payload, signatures }: ReadDatabase, key: KeyObject): boolean {
	const id = keyId(key);
	return signatures.some((body) => {
		const head = body.subarray(0, 18);
		if (!head.subarray(2).equals(id)) return false;
		return verify('sha512', signedMessage(schema, head, payload), key, body.subarray(18));
	});
}
