// Does OpenWrt's own ucode take what we compile, and do the same with it as Node does?
// Interpreters come from UCODE, a list of paths, or else from PATH; with none, the checks left out are counted.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import fc from 'fast-check';

import { link } from '../../tools/package/link.ts';
import { buildRoot, routerFiles } from '../../tools/package/root.ts';
import { sprintf } from '../../tools/ucode/format.ts';
import { Cursor } from '../../tools/ucode/uci.ts';
import { EDITS, makeEdits } from './ucode-edits.ts';
import type { Edit } from './ucode-edits.ts';

const fixture = (name: string): string =>
	fileURLToPath(new URL(`../fixtures/ucode/${name}`, import.meta.url));

function findInterpreters(): string[] {
	const named = process.env['UCODE'];
	if (named !== undefined) return named.split(/[:\s]+/).filter((path) => path != '');
	const onPath = (process.env['PATH'] ?? '')
		.split(':')
		.map((directory) => join(directory, 'ucode'));
	return onPath.filter((path) => existsSync(path)).slice(0, 1);
}

/** glibc's getopt would take the program's options for ucode's own; musl's on the router does not. */
const ENVIRONMENT = { ...process.env, POSIXLY_CORRECT: '1' };

interface Ending {
	status: number | null;
	output: string;
	errors: string;
}

function run(program: string, args: string[], input = ''): Ending {
	const ended = spawnSync(program, args, { env: ENVIRONMENT, input, encoding: 'utf8' });
	return { status: ended.status, output: ended.stdout, errors: ended.stderr };
}

const inNode = (...args: string[]): Ending =>
	run(process.execPath, ['--import', './tools/register.mjs', 'tools/ucode/run.ts', ...args]);

let directory = '';
const place = (file: string): string => join(directory, file);

const HUB_FILE = `[Interface]
PrivateKey = oK56DE9Ue9zK76rAc8pBl6opph+1v36lm7cXXsQKrQM=
Address = 192.168.151.2/24
[Peer]
PublicKey = HIgo9xNzJMWLKASShiTqIybxZ0U3wGLiUeJ1PKf8ykw=
Endpoint = [2001:db8::1]:24356 # the hub
AllowedIPs = 192.168.151.0/24, 192.168.4.0/24, 0.0.0.0/0
`;

const SECTIONS = ['lan', 'wan', 'cfg030f15', '@rule[0]', '@[-1]', 'no-name'];
const OPTIONS = ['a', 'proto', 'list1'];
const TYPES = ['rule', 'interface', 'zone'];
const section = fc.constantFrom(...SECTIONS);
const option = fc.constantFrom(...OPTIONS);
const type = fc.constantFrom(...TYPES);
const text = fc.constantFrom('v', "it's", '', 'a b', '#x', 'é', 'two\nlines', 'a;b', '\\', 5, true);
const value = fc.oneof(text, fc.array(text, { maxLength: 3 }));
const config = fc.constant('network');
const edit = fc.oneof(
	fc.tuple(fc.constant('set'), config, section, option, value),
	fc.tuple(fc.constant('set'), config, section, type),
	fc.tuple(fc.constant('add'), config, type),
	fc.tuple(fc.constant('delete'), config, section),
	fc.tuple(fc.constant('delete'), config, section, option),
	fc.tuple(fc.constant('rename'), config, section, fc.constantFrom('lan', 'x')),
	fc.tuple(fc.constant('reorder'), config, section, fc.nat(4)),
	fc.tuple(fc.constantFrom('load', 'save', 'commit', 'revert', 'changes', 'get_all'), config)
) as fc.Arbitrary<Edit>;

/** Makes the edits with both, from the same file; each gives what it printed and the file and delta it left. */
function editBoth(interpreter: string, edits: Edit[]): [router: string[], node: string[]] {
	const side = (name: string, work: (confdir: string, savedir: string) => string): string[] => {
		const [confdir, savedir] = [place(`${name}/config`), place(`${name}/delta`)];
		rmSync(place(name), { recursive: true, force: true });
		mkdirSync(confdir, { recursive: true });
		writeFileSync(join(confdir, 'network'), EDITS.before);
		const output = work(confdir, savedir);
		const delta = join(savedir, 'network');
		return [
			output,
			readFileSync(join(confdir, 'network'), 'utf8'),
			existsSync(delta) ? readFileSync(delta, 'utf8') : 'none',
		];
	};
	const list = place('edits.json');
	writeFileSync(list, JSON.stringify(edits));
	return [
		side(
			'router',
			(confdir, savedir) => run(interpreter, [fixture('uci.uc'), list, confdir, savedir]).output
		),
		side('node', (confdir, savedir) => makeEdits(edits, new Cursor(confdir, savedir), sprintf)),
	];
}

type Check = [title: string, check: (interpreter: string) => void];

const files = routerFiles();
const sources = files.filter((file) => /(?:\.uc|^usr\/bin\/.*)$/.test(file.path));

const syntaxChecks = sources.map(({ path }): Check => [
	`takes ${path}`,
	(interpreter) => {
		const isModule = path.startsWith('usr/share/ucode/');
		const stub = place('stub.uc');
		const file = place(`root/${path}`);
		writeFileSync(stub, `import * as module from '${file}';\n`);
		const ended = run(interpreter, ['-c', '-o', '/dev/null', isModule ? stub : file]);
		assert.deepEqual(ended, { status: 0, output: '', errors: '' });
	},
]);

const checks: Check[] = [
	...syntaxChecks,
	[
		'takes the small cases of the compiler',
		(interpreter) => {
			for (const name of ['loops', 'imports', 'chains', 'plugin', 'blanks']) {
				const source = readFileSync(fixture(`compile/${name}.uc`), 'utf8');
				const needed = source.replace(/^import \{[^}]*\} from '\.[^;]*;|^export \{[^;]*;/gm, '');
				writeFileSync(place('case.uc'), needed.replace(/^export /gm, ''));
				const ended = run(interpreter, ['-c', '-o', '/dev/null', place('case.uc')]);
				assert.deepEqual(ended, { status: 0, output: '', errors: '' }, name);
			}
		},
	],
	[
		'has builtins that do what those in Node do',
		(interpreter) => {
			const { output } = run(interpreter, [fixture('builtins.uc')]);
			assert.equal(output, readFileSync(fixture('builtins.out'), 'utf8'));
		},
	],
	[
		'edits UCI as the stand-in does',
		(interpreter) => {
			fc.assert(
				fc.property(fc.array(edit, { minLength: 5, maxLength: 25 }), (edits) => {
					const [router, node] = editBoth(interpreter, [['load', 'network'], ...edits]);
					assert.deepEqual(node, router);
				}),
				{ numRuns: 25 }
			);
		},
	],
	[
		'names the functions in a stack trace, as they are called in the sources',
		(interpreter) => {
			const source = place('trace.ts');
			writeFileSync(
				source,
				`function inner(text) { die(text); }
function outer(text) { return inner(text); }
try { outer('no'); } catch (fault) { print(join(' ', map(fault.stacktrace, (at) => at.function ?? '-'))); }
`
			);
			const [program] = link([{ source, path: 'trace' }]);
			writeFileSync(place('trace.uc'), program?.text ?? '');
			assert.equal(run(interpreter, [place('trace.uc')]).output, 'inner outer -');
		},
	],
	[
		'reads a configuration with the same words',
		(interpreter) => {
			writeFileSync(place('hub.conf'), HUB_FILE);
			const args = [place('root/usr/bin/wgspoke'), 'read', place('hub.conf'), '-j'];
			const [router, node] = [run(interpreter, args), inNode(...args)];
			assert.deepEqual(router, node);
			assert.match(router.output, /"finding/);
		},
	],
];

const interpreters = findInterpreters();

before(() => {
	directory = mkdtempSync(join(tmpdir(), 'ucode-'));
	buildRoot(place('root'), files);
});
after(() => {
	rmSync(directory, { recursive: true });
});

for (const interpreter of interpreters) {
	describe(interpreter, () => {
		for (const [title, check] of checks) {
			it(title, () => {
				check(interpreter);
			});
		}
	});
}

if (interpreters.length == 0) {
	process.once('exit', () => {
		console.log(`  ucode: ${checks.length} checks left out, no ucode binary on PATH`);
	});
}
