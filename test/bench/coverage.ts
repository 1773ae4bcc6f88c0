// Which statements and branches of the pure rooms do the unit tests run? By Node's own record of what ran:
//   node --import ./tools/register.mjs test/bench/coverage.ts
// Types are blanked in place, so that what V8 tells of a module holds for the places of its source.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

/** They reach no file, no uci, no ubus, no program. */
const ROOMS = ['base', 'words', 'model', 'text', 'plan', 'hub', 'cli'];
const DOMAIN = resolve('root/usr/share/ucode/wgspoke');

/** What a test file has to be about to run something of them: the others need a lab, a package or a page. */
const OTHERS = /^(apk|feed|lab|luci|package|po|router|sdk|suites|trial-faults|ucode|bench|fuzz)\b/;

interface Range {
	startOffset: number;
	endOffset: number;
	count: number;
}

interface Script {
	url: string;
	functions: { ranges: Range[] }[];
}

interface Place {
	kind: 'statement' | 'branch';
	at: number;
	ran: boolean;
}

const isJump = (node: ts.Node): boolean => {
	const { parent } = node;
	if (ts.isIfStatement(parent))
		return node === parent.thenStatement || node === parent.elseStatement;
	if (ts.isConditionalExpression(parent))
		return node === parent.whenTrue || node === parent.whenFalse;
	if (ts.isBinaryExpression(parent)) {
		const { kind } = parent.operatorToken;
		const short = [
			ts.SyntaxKind.AmpersandAmpersandToken,
			ts.SyntaxKind.BarBarToken,
			ts.SyntaxKind.QuestionQuestionToken,
		];
		return node === parent.right && short.includes(kind);
	}
	return ts.isIterationStatement(parent, false) && node === parent.statement;
};

const isStatement = (node: ts.Node): boolean =>
	ts.isStatement(node) &&
	!ts.isBlock(node) &&
	!ts.isInterfaceDeclaration(node) &&
	!ts.isTypeAliasDeclaration(node) &&
	!ts.isFunctionDeclaration(node) &&
	!ts.isImportDeclaration(node) &&
	!ts.isExportDeclaration(node);

/** The statements and branches of a module. */
function placesOf(path: string): Place[] {
	const source = ts.createSourceFile(
		path,
		readFileSync(path, 'utf8'),
		ts.ScriptTarget.ESNext,
		true
	);
	const found: Place[] = [];
	const visit = (node: ts.Node): void => {
		const at = node.getStart(source);
		if (isStatement(node)) found.push({ kind: 'statement', at, ran: false });
		if (node !== source && isJump(node)) found.push({ kind: 'branch', at, ran: false });
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** How often it ran, by the narrowest range around it. */
function countAt({ functions }: Script, at: number): number {
	let narrowest: Range | null = null;
	for (const { ranges } of functions)
		for (const range of ranges) {
			if (range.startOffset > at || range.endOffset <= at) continue;
			const size = range.endOffset - range.startOffset;
			if (!narrowest || size <= narrowest.endOffset - narrowest.startOffset) narrowest = range;
		}
	return narrowest?.count ?? 0;
}

const modules = new Map<string, Place[]>();
for (const room of ROOMS)
	for (const name of readdirSync(join(DOMAIN, room)))
		if (`${room}/${name}` !== 'base/shell.ts')
			modules.set(pathToFileURL(join(DOMAIN, room, name)).href, placesOf(join(DOMAIN, room, name)));

const folder = mkdtempSync(join(tmpdir(), 'wgspoke-coverage-'));
try {
	const specs = readdirSync('test/unit')
		.filter((name) => name.endsWith('.test.ts') && !OTHERS.test(name))
		.flatMap((name) => ['--spec', `test/unit/${name}`]);
	const ended = spawnSync('node_modules/.bin/mocha', ['--reporter', 'dot', ...specs], {
		env: { ...process.env, NODE_V8_COVERAGE: folder },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	if (ended.status !== 0) throw new Error('the unit tests failed');
	for (const name of readdirSync(folder)) {
		const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: Script[] };
		for (const script of result)
			for (const place of modules.get(script.url.split('?')[0] ?? '') ?? [])
				place.ran ||= countAt(script, place.at) > 0;
	}
} finally {
	rmSync(folder, { recursive: true });
}

const share = (places: Place[], kind: Place['kind']): string => {
	const all = places.filter((place) => place.kind === kind);
	const ran = all.filter((place) => place.ran).length;
	const percent = ((100 * ran) / all.length).toFixed(1).padStart(5);
	return `${percent} % of ${String(all.length).padStart(5)} ${kind === 'branch' ? 'branches' : 'statements'}`;
};
const placesIn = (room: string): Place[] =>
	[...modules].filter(([url]) => url.includes(`/wgspoke/${room}/`)).flatMap(([, places]) => places);
for (const room of ROOMS)
	console.log(
		`${room.padEnd(8)} ${share(placesIn(room), 'statement')}   ${share(placesIn(room), 'branch')}`
	);
const all = [...modules.values()].flat();
console.log(`${'all'.padEnd(8)} ${share(all, 'statement')}   ${share(all, 'branch')}`);
