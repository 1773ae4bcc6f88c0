// Which edits of UCI are compared with OpenWrt's own uci, and what did that give? Shared by two tests.
import { readFileSync } from 'node:fs';

import type { Cursor } from '../../tools/ucode/uci.ts';

const fixture = (name: string): string =>
	readFileSync(new URL(`../fixtures/ucode/${name}`, import.meta.url), 'utf8');

/** A method of the cursor and its arguments. */
export type Edit = [method: string, ...args: unknown[]];

/** A list of edits, the file before, and what uci printed and left behind: recorded, the same on all versions. */
export const EDITS = {
	edits: JSON.parse(fixture('uci.json')) as Edit[],
	before: fixture('uci.before'),
	output: fixture('uci.out'),
	after: fixture('uci.after'),
};

/** Does with a cursor what test/fixtures/ucode/uci.uc does on the router, and gives what that prints. */
export function makeEdits(
	edits: Edit[],
	cursor: Cursor,
	sprintf: (format: string, ...values: unknown[]) => string
): string {
	let output = '';
	for (const [name, ...args] of edits) {
		const result = name == 'foreach' ? sections(cursor, args) : call(cursor, name, args);
		output += sprintf('%s %J: %J %s\n', name, args, result, cursor.error());
	}
	return output;
}

function sections(cursor: Cursor, [config, type]: unknown[]): unknown[] {
	const found: unknown[] = [];
	cursor.foreach(String(config), type as string | null, (section) => {
		found.push(section);
	});
	return found;
}

function call(cursor: Cursor, name: string, args: unknown[]): unknown {
	const method = (cursor as unknown as Record<string, (...args: unknown[]) => unknown>)[name];
	return method?.apply(cursor, args);
}
