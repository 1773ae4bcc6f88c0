// Does TypeScript become ucode in place, and does that ucode still run in Node?
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import blankSpace from 'ts-blank-space';

import { compile, CompileError } from '../../tools/ucode/compile.ts';
import { toNode } from '../../tools/ucode/tonode.ts';

const CASES = fileURLToPath(new URL('../fixtures/ucode/compile/', import.meta.url));
const ROOT = fileURLToPath(new URL('../../root/', import.meta.url));

const sourcesIn = (directory: string): string[] =>
	readdirSync(directory, { recursive: true, encoding: 'utf8' })
		.map((name) => join(directory, name))
		.filter((path) => path.endsWith('.ts') && statSync(path).isFile());

const compileFile = (path: string): string =>
	compile(readFileSync(path, 'utf8'), relative(ROOT, path));

/** Both texts with what the edits may change made alike: the words stay, and their columns where nothing was inserted. */
const words = (line: string): string[] =>
	[...line.matchAll(/[A-Za-z_]\w*/g)].map((word) => `${word.index} ${word[0]}`);

describe('compile', () => {
	for (const path of sourcesIn(CASES)) {
		it(`makes of ${relative(CASES, path)} what lies beside it`, () => {
			assert.equal(compileFile(path), readFileSync(path.replace(/ts$/, 'uc'), 'utf8'));
		});
	}

	it('keeps each line of every source, and each column up to an insertion', () => {
		for (const path of [...sourcesIn(ROOT), ...sourcesIn(CASES)]) {
			const source = blankSpace(readFileSync(path, 'utf8')).split('\n');
			const made = compileFile(path).split('\n');
			assert.equal(made.length, source.length, path);
			for (const [i, line] of made.entries()) {
				const before = source[i] ?? '';
				const inserted = line
					.split('')
					.findIndex((char, at) => char == '?' && before.charAt(at) != '?');
				const end = inserted < 0 ? Math.max(line.length, before.length) : inserted;
				const edited = before
					.replace(/\bfor \(const (\w+) of /g, 'for (let   $1 in ')
					.replace(/\.ts(['"];)$/, '.uc$1')
					.replace(/^export default/, 'return        ');
				assert.deepEqual(
					words(line.slice(0, end)),
					words(edited.slice(0, end)),
					`${path}:${i + 1}`
				);
			}
		}
	});

	it('ends what jumps with a semicolon, also before a brace', () => {
		const source = 'for(;;){if(a)break;if(b){continue}else{f();break}}function g(){if(c)return}';
		const made = 'for(;;){if(a)break;if(b){continue;}else{f();break;}}function g(){if(c)return;}';
		assert.equal(compile(source, 'a.ts'), made);
	});

	const refused: [what: string, source: string, message: RegExp][] = [
		['an enum', 'enum A { b }', /^a\.ts:1: .*write a union of strings/],
		['a namespace', '\nnamespace n { export const a = 1; }', /^a\.ts:2: .*write a module/],
		['an assertion in angle brackets', 'const a = <string>b;', /^a\.ts:1: .*write x as T/],
		['an `as` that would regroup', 'const a = (1 + 1 as number * 2);', /parentheses/],
		['a type among values', "import { type A, b } from './a.ts';", /write import type/],
		['a loop over let', 'for (let x of xs) f(x);', /write for \(const x of xs\)/],
		['a loop that takes apart', 'for (const [a, b] of xs) f(a, b);', /write for \(const x of xs\)/],
		['a whole number with a point', 'f(5 / 2.0);', /^a\.ts:1: .*write one that is none/],
		['a number beyond those of Node', 'f(0xffffffffffffffff);', /compute it/],
		['a byte that is no text', "f('\\xff');", /write chr\(\)/],
		['what is no TypeScript', 'const = 1;', /^a\.ts:1: /],
	];
	for (const [what, source, message] of refused) {
		it(`refuses ${what}, with file, line and what to write`, () => {
			assert.throws(
				() => compile(source, 'a.ts'),
				(error) => error instanceof CompileError && message.test(error.message)
			);
		});
	}
});

describe('toNode', () => {
	it('gives back a loop over values', () => {
		assert.equal(toNode('for (let   x in xs) f(x);'), 'for (const x of xs) f(x);');
		assert.equal(toNode('for(let   x in[1])f(x)'), 'for(const x of[1])f(x)');
		assert.equal(toNode('for (let x in o) f(x);'), 'for (let x in o) f(x);');
	});

	it('undoes on every source all but `;`, `.uc` and completed chains', () => {
		const plain = (text: string): string =>
			text
				.replaceAll(/\?\.(?=[[(])|;|\?(?=\.)/g, '')
				.replaceAll(/\.(?:ts|uc)(?=['"])/g, '')
				.replace(/,(?=\s*\} from)/g, '')
				.replaceAll(/\s+/g, '');
		for (const path of [...sourcesIn(ROOT), ...sourcesIn(CASES)]) {
			const source = blankSpace(readFileSync(path, 'utf8'));
			assert.equal(plain(toNode(compileFile(path))), plain(source), path);
		}
	});
});
