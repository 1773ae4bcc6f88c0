// Does the lab's name server answer as one does?
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerTo } from '../../tools/lab/nameserver.ts';

const TABLE = { 'hub.example.org': '203.0.113.7' };

/** A query of this name and kind: 1 for an IPv4 address, 28 for an IPv6 one. */
function query(name: string, type: number): Buffer {
	const labels = name.split('.').map((label) => `${String.fromCharCode(label.length)}${label}`);
	const head = [0xab, 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
	const text = Buffer.from(`${labels.join('')}\0`, 'latin1');
	return Buffer.concat([Buffer.from(head), text, Buffer.from([0, type, 0, 1])]);
}

describe("the lab's name server", () => {
	it('tells the address of a name, whatever its case, for a second', () => {
		const asked = query('Hub.Example.org', 1);
		const answer = answerTo(asked, TABLE) ?? Buffer.alloc(0);
		assert.equal(answer.readUInt16BE(0), 0xabcd);
		assert.deepEqual([answer.readUInt16BE(6), (answer[3] ?? 0) & 15], [1, 0]);
		assert.deepEqual([...answer.subarray(-4)], [203, 0, 113, 7]);
		assert.deepEqual(answer.subarray(12, asked.length), asked.subarray(12));
	});

	it('has no IPv6 address of a name, and does not know any other', () => {
		const code = (name: string, type: number): number[] => {
			const answer = answerTo(query(name, type), TABLE);
			return [answer?.readUInt16BE(6) ?? -1, (answer?.[3] ?? 0) & 15];
		};
		assert.deepEqual(code('hub.example.org', 28), [0, 0]);
		assert.deepEqual(code('other.example.org', 1), [0, 3]);
	});

	it('is total', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
				answerTo(Buffer.from(bytes), TABLE);
			})
		);
	});
});
