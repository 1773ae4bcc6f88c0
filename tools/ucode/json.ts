// What does ucode's json(text) accept? JSON with comments and trailing commas, 32 levels deep at most.
import { UcodeException } from './exception.ts';

const DEEPEST = 32;
const STRING = '"(?:[^"\\\\]|\\\\[^])*"';
const COMMENTS = new RegExp(`${STRING}|/\\*[^]*?\\*/|//[^\\n]*`, 'g');
const COMMAS = new RegExp(`${STRING}|,(?=\\s*[\\]}])`, 'g');
const BRACKETS = new RegExp(`${STRING}|[[{\\]}]`, 'g');

const keepStrings = (part: string): string => (part.startsWith('"') ? part : ' ');

/** @throws UcodeException of type 'Syntax error' */
export function parseJson(text: string): unknown {
	const plain = text.replace(COMMENTS, keepStrings).replace(COMMAS, keepStrings);
	let depth = 0;
	for (const [part] of plain.matchAll(BRACKETS)) {
		if (part == '[' || part == '{') depth++;
		else if (part == ']' || part == '}') depth--;
		if (depth > DEEPEST) throw failed('nesting too deep');
	}
	if (plain.trim() == '') throw failed('unexpected end of data');
	try {
		return JSON.parse(plain);
	} catch (error) {
		throw failed(error instanceof Error ? error.message : 'unreadable');
	}
}

const failed = (reason: string): UcodeException =>
	new UcodeException('Syntax error', `Failed to parse JSON string: ${reason}`);
