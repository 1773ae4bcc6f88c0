// How are the values, blocks and files of apk-tools 3 written?
// A database is one tree of 32-bit values: what fits is in the value itself, all else lies before it, at an offset.
// Little-endian everywhere. The order of writing is that of apk's own programs, so that the bytes are theirs.

import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';

/** What a file holds, by the word after its magic. */
export const SCHEMAS = { package: 0x676b6370, index: 0x78646e69 } as const;

export const BLOCK = { adb: 0, signature: 1, data: 2 } as const;

export const MAGIC = { plain: 'ADB.', deflated: 'ADBd' } as const;

/** Types of values, in their uppermost four bits. */
export const TYPE = {
	int: 0x1,
	int32: 0x2,
	blob8: 0x8,
	blob16: 0x9,
	blob32: 0xa,
	array: 0xd,
	object: 0xe,
} as const;

/** Bytes of the head of a payload: version and root. */
export const HEAD = 8;

/** A value that is not there. */
export const NULL = 0;

const value = (type: number, number: number): number => ((type << 28) | number) >>> 0;

/** Collects the values of one database, children before their parents. */
export class AdbWriter {
	private bytes = Buffer.alloc(HEAD);
	private readonly places = new Map<string, number>();

	/** An equal record that lies well is used again. */
	private place(record: Buffer, align: number): number {
		const key = record.toString('latin1');
		const known = this.places.get(key);
		if (known !== undefined && known % align === 0) return known;
		const offset = this.append(record, align);
		this.places.set(key, offset);
		return offset;
	}

	private append(record: Buffer, align: number): number {
		const padding = Buffer.alloc(-this.bytes.length & (align - 1));
		const offset = this.bytes.length + padding.length;
		this.bytes = Buffer.concat([this.bytes, padding, record]);
		return offset;
	}

	int(number: number): number {
		if (number < 0x10000000) return value(TYPE.int, number);
		const record = Buffer.alloc(4);
		record.writeUInt32LE(number);
		return value(TYPE.int32, this.place(record, 4));
	}

	blob(content: Buffer | string): number {
		const bytes = Buffer.from(content);
		const { length } = bytes;
		if (length === 0) return NULL;
		const [type, size] =
			length <= 0xff ? [TYPE.blob8, 1] : length <= 0xffff ? [TYPE.blob16, 2] : [TYPE.blob32, 4];
		const head = Buffer.alloc(size);
		head.writeUIntLE(length, 0, size);
		return value(type, this.place(Buffer.concat([head, bytes]), size));
	}

	/** `fields[0]` is the first field; apk writes its arrays in the same way. */
	object(fields: readonly number[]): number {
		let last = fields.length;
		while (last > 0 && fields[last - 1] === NULL) last--;
		if (last === 0) return NULL;
		const record = Buffer.alloc(4 * (last + 1));
		[last + 1, ...fields.slice(0, last)].forEach((field, at) =>
			record.writeUInt32LE(field, 4 * at)
		);
		return value(TYPE.object, this.place(record, 4));
	}

	/** Room for 20 bytes that are known only when all others are; never shared. */
	room(): { value: number; fill: (bytes: Buffer) => void } {
		const offset = this.append(Buffer.from([20, ...Buffer.alloc(20)]), 1);
		return {
			value: value(TYPE.blob8, offset),
			fill: (bytes) => {
				bytes.copy(this.bytes, offset + 1, 0, 20);
			},
		};
	}

	/** The payload, once the root is known. */
	payload(root: number): Buffer {
		this.bytes.writeUInt32LE(root, 4);
		return this.bytes;
	}
}

function block(type: number, payload: Buffer): Buffer {
	const head = Buffer.alloc(4);
	const size = head.length + payload.length;
	head.writeUInt32LE(((type << 30) | size) >>> 0);
	return Buffer.concat([head, payload, Buffer.alloc(-size & 7)]);
}

const schemaWord = (schema: number): Buffer => {
	const word = Buffer.alloc(4);
	word.writeUInt32LE(schema);
	return word;
};

/** The whole stream: the database, its signatures, the data of files. */
export function adbStream(
	schema: number,
	payload: Buffer,
	signatures: readonly Buffer[],
	data: readonly Buffer[] = []
): Buffer {
	return Buffer.concat([
		Buffer.from(MAGIC.plain),
		schemaWord(schema),
		block(BLOCK.adb, payload),
		...signatures.map((signature) => block(BLOCK.signature, signature)),
		...data.map((content) => block(BLOCK.data, content)),
	]);
}

/** As apk writes it without being asked otherwise; a router's apk knows no zstd. */
export function deflated(stream: Buffer): Buffer {
	return Buffer.concat([Buffer.from(MAGIC.deflated), deflateRawSync(stream, { level: 9 })]);
}

/** What a signature signs: schema, the head of the signature, the sum of the payload. */
export function signedMessage(schema: number, head: Buffer, payload: Buffer): Buffer {
	return Buffer.concat([schemaWord(schema), head, createHash('sha512').update(payload).digest()]);
}
