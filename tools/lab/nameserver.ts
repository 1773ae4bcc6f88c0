// Who tells the machines of the lab which address a name has? A name server in the internet, for names that move.
//   node --import ./tools/register.mjs tools/lab/nameserver.ts <address> <file>
// The file is read at each question: {"hub.example.org": "203.0.113.1"}.
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const HEADER = 12;
const TYPE_A = 1;
const NO_SUCH_NAME = 3;

/** 'hub.example.org' of a question that begins here, and where the question ends; null for what is none. */
function readQuestion(query: Buffer): { name: string; type: number; end: number } | null {
	const labels: string[] = [];
	let at = HEADER;
	for (;;) {
		const length = query[at];
		if (length === undefined || length > 63) return null;
		at++;
		if (length === 0) break;
		labels.push(query.toString('latin1', at, at + length));
		at += length;
	}
	if (at + 4 > query.length) return null;
	return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at), end: at + 4 };
}

/**
 * The answer to a query of one question (RFC 1035): the address, good for a second; nothing where another kind of
 * address is asked for; "no such name" for what is not in the table. null for what is no query.
 */
export function answerTo(query: Buffer, table: Record<string, string>): Buffer | null {
	if (query.length < HEADER) return null;
	const question = readQuestion(query);
	if (!question) return null;
	const address = table[question.name];
	const bytes = (address ?? '').split('.').map(Number);
	const answers = address !== undefined && question.type === TYPE_A ? 1 : 0;
	const header = Buffer.alloc(HEADER);
	query.copy(header, 0, 0, 2);
	// A response, with authority, recursion as asked for and there.
	header.writeUInt16BE(0x8580 | (address === undefined ? NO_SUCH_NAME : 0), 2);
	header.writeUInt16BE(1, 4);
	header.writeUInt16BE(answers, 6);
	const record = [0xc0, HEADER, 0, TYPE_A, 0, 1, 0, 0, 0, 1, 0, 4, ...bytes];
	const answer = answers === 1 ? Buffer.from(record) : Buffer.alloc(0);
	return Buffer.concat([header, query.subarray(HEADER, question.end), answer]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const [, , address, file = ''] = process.argv;
	const socket = createSocket('udp4');
	socket.on('message', (query, from) => {
		const table = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
		const answer = answerTo(query, table);
		if (answer) socket.send(answer, from.port, from.address);
	});
	socket.bind(53, address, () => {
		console.log('ready');
	});
}
