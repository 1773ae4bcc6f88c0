// `make dev`: the views on localhost, rebuilt on save, with a lab of development routers behind them.
//   node --import ./tools/register.mjs tools/dev.ts [--port 8080] [--home B]

import { watch } from 'node:fs';
import { createServer, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startLab } from './lab/lab.ts';
import { buildPackage } from './package/package.ts';
import { bundleHtdocs, sizeLine } from './luci/bundle.ts';
import { standinFiles } from './luci/standin.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';

const WATCHED = ['../htdocs', './luci/standin', '../luci-app-wgspoke/po'].map((path) =>
	fileURLToPath(new URL(path, import.meta.url))
);
const RESOURCES = '/luci-static/resources/';

const TYPES: Record<string, string> = {
	js: 'text/javascript',
	css: 'text/css',
	json: 'application/json',
};

/** What is served from here, by path; everything else is the router's. */
let served = new Map<string, string>();

async function rebuild(): Promise<void> {
	try {
		const views = await bundleHtdocs(false);
		const files = Object.entries(await standinFiles());
		served = new Map([
			...files.map(([path, text]): [string, string] => [`/${path}`, text]),
			...views.map(({ path, text }): [string, string] => [RESOURCES + path, text]),
		]);
		for (const view of await bundleHtdocs()) console.log(sizeLine(view));
	} catch (error) {
		// The page goes on with what it had; the fault has its place in it.
		console.error(error instanceof Error ? error.message : error);
	}
}

/** The page stands for every path of LuCI. */
function own(path: string): string | undefined {
	return served.get(path.startsWith('/cgi-bin/luci') ? '/cgi-bin/luci' : path);
}

function pass(port: number, asked: IncomingMessage, reply: ServerResponse): void {
	const { method, url, headers } = asked;
	const passed = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
		reply.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(reply);
	});
	passed.on('error', () => {
		reply.writeHead(502).end('The router does not answer.\n');
	});
	asked.pipe(passed);
}

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '8080' },
		home: { type: 'string', default: 'A' },
	},
});

console.log('building the package, starting the lab …');
const packages = await buildPackage('dist');
const lab = await startLab();
const homes = [lab.homeA, lab.homeB];
for (const { gateway } of homes) await gateway.install(packages);
const home = values.home === 'B' ? lab.homeB : lab.homeA;
const routerPort = await home.openPort();

await rebuild();
let timer: NodeJS.Timeout | undefined;
for (const folder of WATCHED) {
	watch(folder, { recursive: true }, () => {
		clearTimeout(timer);
		timer = setTimeout(() => void rebuild(), 100);
	});
}

createServer((asked, reply) => {
	const path = new URL(asked.url ?? '/', 'http://localhost').pathname;
	const text = asked.method === 'GET' ? own(path) : undefined;
	if (text === undefined) {
		pass(routerPort, asked, reply);
		return;
	}
	const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'text/html';
	reply.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
	reply.end(text);
}).listen(Number(values.port), '127.0.0.1', () => {
	console.log(
		`http://127.0.0.1:${values.port}/cgi-bin/luci/admin/vpn/wgspoke  (root, no password)`
	);
	console.log('a text to paste there:\n');
	console.log(home.conf);
	console.log('Ctrl-C ends it.');
});
