// Is the hub's program one that every shell takes, and does each task get of it what it needs and nothing else?
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { hub_members } from '../../root/usr/share/ucode/wgspoke/hub/members.ts';
import {
	hub_script,
	look_command,
	print_program,
	speak_script,
	sync_script,
} from '../../root/usr/share/ucode/wgspoke/hub/program.ts';
import { onTheRouter } from '../../tools/package/root.ts';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { homeKey, hubKey, key, seedNetwork } from './seed.ts';

const program = readFileSync('root/usr/share/wgspoke/hub.sh', 'utf8');
const there = onTheRouter('usr/share/wgspoke/hub.sh', Buffer.from(program)).toString();

const network = seedNetwork();
const members = hub_members(network, homeKey);
const scripts: [string, string][] = [
	['the whole', program],
	['install', hub_script(program, network, members, 'wg0')],
	['speak', speak_script(program, network, 'wg0')],
	['answer', print_program(program, 'answer', {})],
	['sync', sync_script(program, members, 'wg0', [key(9)])],
	['look', look_command(program, 'wg0')],
];

const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'ash']];

/** What it prints and what it complains of. */
function run(shell: string[], args: string[], input: string): [stdout: string, stderr: string] {
	const [name = '', ...first] = shell;
	const ended = spawnSync(name, [...first, ...args], { input, encoding: 'utf8' });
	return [ended.stdout, ended.error?.message ?? ended.stderr];
}

/** A script without the program that it puts at the hub, which is a script by itself. */
const withoutProgram = (script: string): string =>
	script.replace(/<< 'PROGRAM'\n[^]*?\nPROGRAM\n/, '\n');

/** The names of the functions that a script makes. */
const functionsOf = (script: string): string[] =>
	[...script.matchAll(/^\s*(\w+)\(\) /gm)].map(([, name = '']) => name);

/** A script without its comments and without what it quotes. */
const commandsOf = (script: string): string =>
	script
		.replace(/^\s*#.*/gm, '')
		.replace(/<< END\n[^]*?\nEND\n/g, '\n')
		.replace(/\\"/g, '')
		.replace(/'[^']*'/g, "''")
		.replace(/"[^"]*"/g, '""');

describe("the hub's program", () => {
	for (const [what, script] of [...scripts, ['what lies on the router', there] as const]) {
		for (const shell of SHELLS) {
			it(`is taken by ${shell.join(' ')}: ${what}`, () => {
				assert.deepEqual(run(shell, ['-n'], script), ['', '']);
			});
		}

		it(`has nothing that shellcheck would say something about, nor asks it to look away: ${what}`, () => {
			assert.deepEqual(run(['shellcheck'], ['-s', 'sh', '-'], script), ['', '']);
			assert.doesNotMatch(script, /shellcheck/);
		});
	}

	it('is found beside this program, whichever directory the configuration lies in', () => {
		assert.equal(readFileSync(directory('/nowhere').hub_program, 'utf8'), program);
	});

	it('is indented by tabs, and has none that a program would read', () => {
		assert.doesNotMatch(program, /^\t*[^\t\n].*\t/m);
	});

	it('says of each part whose it is', () => {
		const parts = [...program.matchAll(/^# --- for (.*) ---$/gm)].flatMap(([, names = '']) =>
			names.split(', ')
		);
		assert.deepEqual([...new Set(parts)].sort(), [
			'answer',
			'install',
			'look',
			'readers',
			'speak',
			'sync',
		]);
		assert.equal(program.match(/---/g)?.length, 2 * (program.match(/^# --- for /gm)?.length ?? 0));
	});

	it('looks when it is run as it is, and no otherwise than the command that is printed', () => {
		// What a server has besides, and this machine may have or not, is no part of it.
		const nothing = ['ip', 'ss', 'iptables', 'nft'].map((tool) => `${tool}() { :; }\n`).join('');
		const wg = `${nothing}wg() { printf 'x\\t${hubKey}\\t24356\\toff\\n${homeKey}\\tx\\tx\\t10.0.0.1/32\\n'; }\n`;
		for (const shell of SHELLS) {
			const [printed, complained] = run(shell, [], wg + look_command(program, 'wg0'));
			assert.equal(complained, '');
			const lines = printed.split('\n');
			assert.equal(lines[0], 'wgspoke 2');
			assert.deepEqual(lines.slice(2, 4), [
				`hub ${hubKey} 24356`,
				`running ${homeKey} 10.0.0.1/32`,
			]);
			assert.equal(lines.at(-2), 'end');
			const untimed = (text: string): string => text.replace(/^now \d+$/m, 'now');
			assert.equal(untimed(run(shell, [], wg + program)[0]), untimed(printed));
		}
	});
});

describe('what a task gets of it', () => {
	for (const [task, whole] of scripts.slice(1)) {
		const script = withoutProgram(whole);

		it(`is every function that it calls, and no other: ${task}`, () => {
			const calls = commandsOf(script).replace(/^\s*\w+\(\) /gm, '');
			const called = functionsOf(program).filter((name) => new RegExp(`\\b${name}\\b`).test(calls));
			assert.deepEqual(called, functionsOf(script));
		});

		it(`is its values and no mark of a part: ${task}`, () => {
			assert.match(script, new RegExp(`^task=${task}\ninterface=wg0$`, 'm'));
			assert.doesNotMatch(script, /---/);
		});

		it(`has no tab, which a terminal may take as a wish for completion: ${task}`, () => {
			assert.doesNotMatch(script, /\t/);
		});
	}

	it('is the program that stays at the hub, word for word, where the hub is to answer', () => {
		for (const [task, script] of scripts) {
			const answering = task === 'install' || task === 'speak';
			assert.equal(script.includes(`\n${(scripts[3]?.[1] ?? '').trim()}\nPROGRAM\n`), answering);
		}
	});

	it('says on the router the same as here, without the comments among its lines', () => {
		assert.doesNotMatch(there, /for readers/);
		for (const print of [
			(text: string) => hub_script(text, network, members, 'wg0'),
			(text: string) => sync_script(text, members, 'wg0', [key(9)]),
			(text: string) => look_command(text, 'wg0'),
		]) {
			const [here, small] = [print(program), print(there)];
			assert.ok(small.length < here.length);
			assert.equal(small, here.replace(/^ +# .*\n/gm, ''));
		}
	});

	it('has no line behind tabs in what it writes into files that would go for a comment', () => {
		let end = '';
		for (const line of program.split('\n')) {
			if (end !== '') {
				assert.doesNotMatch(line, /^\t+#/);
				if (line === end) end = '';
			} else end = /<< '?([A-Z]+)'?$/.exec(line)?.[1] ?? '';
		}
		assert.equal(end, '');
	});

	it('is a program of which only the values are of this network', () => {
		const other = sync_script(program, [], 'wg1', []);
		const body = (script: string): string => script.slice(script.indexOf('main() ('));
		assert.equal(body(other), body(scripts[4]?.[1] ?? ''));
	});

	it('is refused where the head has no line for a value', () => {
		assert.throws(() => print_program(program, 'look', { members: '' }), /hub\.sh.*"members="/);
		assert.throws(() => print_program(program, 'sync', { port: '1' }), /for sync: no "port="/);
	});
});
