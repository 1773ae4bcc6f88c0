// Do the laws hold for some thousands of inputs, and does the program that feeds them notice one that is broken?
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fuzzInNode, fuzzInUcode, holds, prepare } from '../fuzz/check.ts';
import { TARGETS, checkFindings, toldKey } from '../fuzz/laws.ts';
import { fuzzVerbs } from '../fuzz/verbs.ts';
import { finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import type { TargetName } from '../fuzz/laws.ts';

const RUNS = 1000;
const CALLS = 200;
const KEY = Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64');

describe('whatever comes in', () => {
	for (const name of Object.keys(TARGETS) as TargetName[]) {
		it(`breaks no law: ${name}, ${RUNS} inputs`, function () {
			this.timeout(120_000);
			const seed = Date.now() % 0x7fffffff;
			assert.deepEqual(fuzzInNode(name, RUNS, seed), { runs: RUNS, failure: null });
		});
	}

	it(`breaks no law: arguments of the verbs over ubus, ${CALLS} inputs`, async function () {
		this.timeout(120_000);
		const seed = Date.now() % 0x7fffffff;
		assert.deepEqual(await fuzzVerbs(CALLS, seed), { runs: CALLS, failure: null });
	});

	it('comes to the linked programs of the router as to their sources', function () {
		this.timeout(120_000);
		const folder = mkdtempSync(join(tmpdir(), 'wgspoke-fuzz-'));
		// Node stands in for an interpreter, on the very files that one is given.
		const register = pathToFileURL(resolve('tools/register.mjs')).href;
		const node = [process.execPath, '--import', register, resolve('tools/ucode/run.ts')] as const;
		try {
			const root = prepare(folder);
			for (const name of Object.keys(TARGETS) as TargetName[])
				assert.deepEqual(fuzzInUcode(node, root, name, 200, 1), { runs: 200, failure: null });
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	it('is one input, made small, with its seed, where a law is broken', () => {
		const { compare } = TARGETS;
		const { run } = compare;
		compare.run = (value) => {
			assert.ok(!String(value).includes('running'), 'running');
			return run(value);
		};
		try {
			const { failure } = fuzzInNode('compare', RUNS, 1);
			assert.equal(failure?.why, 'running');
			assert.ok((failure.input as { value: string }).value.length < 120);
			assert.throws(() => {
				holds('compare', failure.input as never);
			});
		} finally {
			compare.run = run;
		}
	});

	it('is told no key, whole, with blanks, in the alphabet of URLs or in part (fault 22)', () => {
		for (const said of [
			KEY,
			`"${KEY.slice(0, 20)} ${KEY.slice(20)}"`,
			KEY.slice(10, 30),
			KEY.replaceAll('+', '-').replaceAll('/', '_'),
		])
			assert.equal(toldKey([finding('bad-name', { value: said })], [KEY]), KEY);
		assert.equal(toldKey([finding('bad-name', { value: KEY.slice(0, 8) })], [KEY]), null);
	});

	it('gets findings that are known', () => {
		const unknown = { ...finding('no-wan', {}), code: 'nonsense' as 'no-wan' };
		assert.throws(() => {
			checkFindings([unknown]);
		}, /unknown code nonsense/);
	});
});
