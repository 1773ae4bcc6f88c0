// Do programs and what they share come out as ucode that is small, and in which one still finds a function?
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { link } from '../../tools/package/link.ts';
import { packagePrograms } from '../../tools/package/root.ts';
import { CompileError } from '../../tools/ucode/compile.ts';

describe('link', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'wgspoke-link-'));
	});
	afterEach(() => {
		rmSync(folder, { recursive: true });
	});

	/** Links the programs among these sources, which lie in one folder: path on the router → text. */
	function linked(sources: Record<string, string>, programs: string[]): Map<string, string> {
		for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
		const files = link(
			programs.map((name) => ({ source: join(folder, `${name}.ts`), path: `usr/bin/${name}` }))
		);
		return new Map(files.map(({ path, text }) => [path, text]));
	}

	const one = {
		'words.ts':
			"// What is said?\nexport function greeting(name: string): string {\n\treturn 'hi ' + name;\n}\n",
		'first.ts': "import { greeting } from './words.ts';\nprint(greeting('a'));\n",
		'second.ts': "import { greeting } from './words.ts';\nprint(greeting('b'));\n",
		'third.ts': "import { readfile } from 'fs';\nprint(readfile('/etc/board.json'));\n",
	};

	it('puts what one program alone imports into it', () => {
		const files = linked(one, ['first']);
		assert.deepEqual([...files.keys()], ['usr/bin/first.uc']);
		assert.equal(
			files.get('usr/bin/first.uc'),
			'function greeting(e){return"hi "+e}\nprint(greeting("a"));\n'
		);
	});

	it('puts what several import into a module that exports one name', () => {
		const files = linked(one, ['first', 'second', 'third']);
		const shared = 'usr/share/ucode/wgspoke/shared.uc';
		assert.deepEqual(
			[...files.keys()].sort(),
			['first', 'second', 'third'].map((name) => `usr/bin/${name}.uc`).concat(shared)
		);
		assert.equal(
			files.get(shared),
			'function greeting(e){return"hi "+e}\nexport const shared={e:greeting};\n'
		);
		assert.equal(
			files.get('usr/bin/first.uc'),
			'import{shared as e}from"../share/ucode/wgspoke/shared.uc";\nconst t=e.e;\nprint(t("a"));\n'
		);
		assert.match(files.get('usr/bin/third.uc') ?? '', /^import\{readfile as \w\}from"fs";$/m);
	});

	it('keeps apart what not all of them import, so that each loads only what it may need', () => {
		const more = {
			...one,
			'names.ts': 'export const names = (): string[] => ["a", "b", "c", "d", "e", "f", "g"];\n',
			'second.ts':
				"import { greeting } from './words.ts';\nimport { names } from './names.ts';\nprint(greeting(names()[0]!));\n",
			'third.ts':
				"import { greeting } from './words.ts';\nimport { names } from './names.ts';\nprint(greeting(names()[1]!));\n",
		};
		const files = linked(more, ['first', 'second', 'third']);
		const imported = (name: string): string[] =>
			[...(files.get(`usr/bin/${name}.uc`) ?? '').matchAll(/wgspoke\/(\w+)\.uc/g)].map(
				([, file = '']) => file
			);
		assert.deepEqual(imported('first').length, 1);
		assert.deepEqual(imported('second').sort(), ['shared', 'shared2']);
		assert.deepEqual(imported('third').sort(), ['shared', 'shared2']);
	});

	it('keeps the name of every function of the package, and begins each statement on a line', () => {
		for (const { path, text } of link(packagePrograms())) {
			const names = [...text.matchAll(/\bfunction (\w+)\(/g)].map(([, name = '']) => name);
			assert.ok(names.length > 0, path);
			const short = names.filter((name) => name.length < 3);
			assert.deepEqual(short, [], path);
			for (const line of text.replaceAll('for(;;)', '').split('\n'))
				assert.doesNotMatch(line, /^[^{`"]*;./, path);
		}
	});

	it('refuses what ucode has not, with file and line of the source', () => {
		const bad = { 'first.ts': '\nenum A { b }\nprint(A.b);\n' };
		assert.throws(
			() => linked(bad, ['first']),
			(error) => error instanceof CompileError && /first\.ts:2: .*union/.test(error.message)
		);
	});

	it('keeps numbers, texts and quoted keys', () => {
		const text = "print(0.5,1000,12000000,'\\0\\n','é…',{'default':1,'4':2});\n";
		const made = linked({ 'first.ts': text }, ['first']).get('usr/bin/first.uc') ?? '';
		assert.equal(made, text.replaceAll("'", '"'));
	});
});
