// Who may import whom? Every folder has its place in an order, and what is pure reaches no effect. An import of a
// type counts like any other, for the order and for circles: a file is understood after those that it imports.

import assert from 'node:assert/strict';
import { circles, floors, importsOf, impure, readGraph, wrongImports } from './imports.ts';
import type { Graph, Table } from './imports.ts';

const PROJECT: Table = {
	base: '',
	rooms: {
		'root/': [],
		'htdocs/': ['root/'],
		// what a router's own files and UCI are, by type
		'tools/': ['root/'],
		'test/': ['root/', 'htdocs/', 'tools/'],
	},
};

/** From what knows nothing of the others to the programs that people call, which lie in tools/ itself. */
const TOOLS: Table = {
	base: 'tools/',
	rooms: floors([
		'types/',
		'ucode/',
		'system/',
		'router/',
		'lab/',
		'image/',
		'po/',
		'luci/',
		'package/',
		'suites/',
		'',
	]),
};

const DOMAIN = 'usr/share/ucode/wgspoke/';
const FLOORS = floors(
	[
		'base',
		'words',
		'model',
		'text',
		'plan',
		'router',
		'trial',
		'hub',
		'doctor',
		'watch',
		'verbs',
		'cli',
		'command',
	].map((name) => `${DOMAIN}${name}/`)
);

const ROOT: Table = {
	base: 'root/',
	rooms: {
		...FLOORS,
		'usr/bin/': Object.keys(FLOORS),
		'usr/share/rpcd/': Object.keys(FLOORS),
		'usr/share/wgspoke/': Object.keys(FLOORS),
	},
};

/** The files of the pages that take something from root/: types, and tables. */
const DOORS = ['wgspoke/types.ts', 'wgspoke/schema.ts'];

/** Tabs do not know each other. */
const HTDOCS: Table = {
	base: 'htdocs/luci-static/resources/',
	rooms: {
		'wgspoke/types.ts': [],
		'wgspoke/schema.ts': [],
		'wgspoke/widgets/': DOORS,
		'wgspoke/pages/': [...DOORS, 'wgspoke/widgets/'],
		'wgspoke/join/': [...DOORS, 'wgspoke/pages/', 'wgspoke/widgets/'],
		'wgspoke/overview/': [...DOORS, 'wgspoke/pages/', 'wgspoke/widgets/'],
		'wgspoke/hub/': [...DOORS, 'wgspoke/pages/', 'wgspoke/widgets/'],
		'wgspoke/devices/': [...DOORS, 'wgspoke/pages/', 'wgspoke/widgets/'],
		'view/': [
			...DOORS,
			...['join', 'overview', 'hub', 'devices', 'pages', 'widgets'].map(
				(name) => `wgspoke/${name}/`
			),
		],
	},
};

const SHELL = `root/${DOMAIN}base/shell.ts`;

/** ucode's modules that touch the world, and the file through which programs run. */
const isEffect = (name: string): boolean =>
	['fs', 'uci', 'ubus', 'uloop', 'socket', SHELL].includes(name);

const PURE = ['base', 'words', 'model', 'text', 'plan', 'hub', 'cli'];
const isPure = (path: string): boolean =>
	path !== SHELL && PURE.some((name) => path.startsWith(`root/${DOMAIN}${name}/`));

/** Tables that hold. */
const TABLES: Record<string, Table> = {
	'the project': PROJECT,
	'tools/': TOOLS,
	'root/': ROOT,
	'htdocs/': HTDOCS,
};

describe('who imports whom', () => {
	const graph = readGraph(['root', 'htdocs', 'tools', 'test']);

	it('is known for every source', () => {
		assert.ok(graph.size > 200, `${graph.size} files`);
		assert.deepEqual(importsOf('tools/a.ts', "import type { B } from './lab/b.ts';"), [
			'tools/lab/b.ts',
		]);
		assert.deepEqual(importsOf('root/a.ts', "export {\n\tb,\n} from '../b.ts';\nimport 'fs';"), [
			'b.ts',
			'fs',
		]);
		assert.deepEqual(importsOf('a/b.ts', "const c = await import('./c.ts');"), ['a/c.ts']);
	});

	it('goes in no circle', () => {
		assert.deepEqual(circles(graph), []);
	});

	for (const [name, table] of Object.entries(TABLES)) {
		it(`goes one way in ${name}`, () => {
			assert.deepEqual(wrongImports(graph, table), []);
		});
	}

	it('leads from no pure room to an effect', () => {
		assert.ok([...graph.keys()].some(isPure));
		assert.deepEqual(impure(graph, isPure, isEffect), []);
	});
});

describe('the rooms', () => {
	const graph = readGraph(['root', 'htdocs']);

	it('that are pure reach no effect, by whatever way', () => {
		assert.deepEqual(impure(graph, isPure, isEffect), []);
	});

	it('of the pages have two doors to the backend', () => {
		const through = [...graph].flatMap(([path, imports]) =>
			path.startsWith('htdocs/') && imports.some((name) => name.startsWith('root/')) ? [path] : []
		);
		assert.deepEqual(through.sort(), DOORS.map((door) => HTDOCS.base + door).sort());
	});

	it('ask the router in one place of the pages, and draw without it', () => {
		const asking = [...graph].flatMap(([path, imports]) =>
			imports.includes('luci:rpc') ? [path] : []
		);
		assert.deepEqual(asking, [`${HTDOCS.base}wgspoke/pages/api.ts`]);
	});
});

describe('a planted violation', () => {
	const graph = (imports: Record<string, string[]>): Graph => new Map(Object.entries(imports));
	const domain = (path: string): string => `root/${DOMAIN}${path}`;
	const page = (path: string): string => `${HTDOCS.base}${path}`;

	it('is a circle, however long, and names its way', () => {
		const planted = graph({ a: ['b'], b: ['c'], c: ['d', 'b'], d: [] });
		assert.deepEqual(circles(planted), ['b → c → b', 'c → b → c']);
		assert.deepEqual(circles(graph({ a: ['a'] })), ['a → a']);
		assert.deepEqual(circles(graph({ a: ['b', 'c'], b: ['c'], c: [] })), []);
	});

	for (const [what, table, from, to] of [
		['the router that needs the tools', PROJECT, 'root/usr/bin/a.ts', 'tools/lab/b.ts'],
		['tools that need a test', PROJECT, 'tools/a.ts', 'test/unit/b.ts'],
		['the router of the lab that needs the lab', TOOLS, 'tools/router/a.ts', 'tools/lab/b.ts'],
		['the lab that needs a program', TOOLS, 'tools/lab/a.ts', 'tools/demo.ts'],
		['prefixes that need a plan', ROOT, domain('base/a.ts'), domain('plan/b.ts')],
		['a verb that needs the command', ROOT, domain('verbs/a.ts'), 'root/usr/bin/wgspoke.ts'],
		['a command that needs the ubus object', ROOT, 'root/usr/bin/a.ts', 'root/usr/share/rpcd/b.ts'],
		[
			'a widget that needs a page',
			HTDOCS,
			page('wgspoke/widgets/a.ts'),
			page('wgspoke/pages/b.ts'),
		],
		['a tab that needs another', HTDOCS, page('wgspoke/hub/a.ts'), page('wgspoke/devices/b.ts')],
		['a page that needs a view', HTDOCS, page('wgspoke/pages/a.ts'), page('view/wgspoke/b.ts')],
	] as const) {
		it(`is ${what}`, () => {
			const [wrong, ...more] = wrongImports(graph({ [from]: [to], [to]: [] }), table);
			assert.ok(wrong?.startsWith(`${from} → ${to}: `), wrong);
			assert.deepEqual(more, []);
		});
	}

	it('is a file that is in no room', () => {
		const planted = graph({ [domain('a.ts')]: [], [page('wgspoke/b.ts')]: [] });
		assert.deepEqual(wrongImports(planted, ROOT), [`${domain('a.ts')} is in no room`]);
		assert.deepEqual(wrongImports(planted, HTDOCS), [`${page('wgspoke/b.ts')} is in no room`]);
	});

	it('is an effect in a pure room, in it or behind it, while other rooms may have one', () => {
		const planted = graph({
			[SHELL]: ['fs'],
			[domain('base/names.ts')]: [],
			[domain('plan/a.ts')]: [domain('base/b.ts')],
			[domain('base/b.ts')]: ['uci'],
			[domain('hub/c.ts')]: [SHELL],
			[domain('router/d.ts')]: ['ubus', SHELL],
		});
		assert.deepEqual(impure(planted, isPure, isEffect), [
			`${domain('plan/a.ts')} → ${domain('base/b.ts')} → uci`,
			`${domain('base/b.ts')} → uci`,
			`${domain('hub/c.ts')} → ${SHELL}`,
		]);
	});
});
