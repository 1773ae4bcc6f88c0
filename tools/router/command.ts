// The development router's programs `ubus`, `uci`, `ifup` and `ifdown`: the part of each that scripts and tests use.
// node --import tools/register.mjs tools/router/command.ts <program> <argument>…
import {
	STATUS_CONNECTION_FAILED,
	STATUS_NOT_FOUND,
	STATUS_OK,
	ask,
	busSocket,
} from '../ucode/ubus.ts';
import { runUci } from './ucicommand.ts';
import type { Reply, Request } from '../ucode/ubus.ts';

/** As long as the router's own program waits. */
const TIMEOUT_MS = 30_000;

const onBus = (request: Request): Promise<Reply> => ask(busSocket(), request, TIMEOUT_MS);

async function call(object: string, method: string, args: object): Promise<number> {
	const { status, data } = await onBus({ object, method, args });
	if (status === STATUS_CONNECTION_FAILED) console.error('Failed to connect to ubus');
	else if (status !== STATUS_OK) console.error(`Command failed: ubus status ${String(status)}`);
	else if (data && Object.keys(data).length > 0) console.log(JSON.stringify(data, null, '\t'));
	return status;
}

async function list(pattern: string): Promise<number> {
	const { status, data } = await onBus({ list: '' });
	if (status !== STATUS_OK) return status;
	const names = Object.keys(data?.['objects'] ?? {});
	const matching = names.filter((name) => pattern === '' || name === pattern);
	if (matching.length === 0) return STATUS_NOT_FOUND;
	for (const name of matching) console.log(name);
	return STATUS_OK;
}

function ubus(args: string[]): number | Promise<number> {
	const words = [...args];
	while (words[0]?.startsWith('-')) words.splice(0, words[0] === '-t' ? 2 : 1);
	const [verb, object = '', method = '', json = '{}'] = words;
	if (verb === 'call') return call(object, method, JSON.parse(json) as object);
	if (verb === 'list') return list(object === '-v' ? method : object);
	if (verb === 'wait_for') return list(object);
	console.error('usage: ubus call <object> <method> [json] | list [object]');
	return 1;
}

/** As OpenWrt's ifup: reload, then down and up. */
async function ifupdown(methods: string[], names: string[]): Promise<number> {
	const calls: Request[] = names.flatMap((name) =>
		methods.map((method) => ({ object: 'network.interface', method, args: { interface: name } }))
	);
	if (methods.includes('up')) calls.unshift({ object: 'network', method: 'reload', args: {} });
	let last = STATUS_OK;
	for (const each of calls) last = (await onBus(each)).status;
	return last;
}

const PROGRAMS: Record<string, (args: string[]) => number | Promise<number>> = {
	ubus,
	uci: runUci,
	ifup: (args) => ifupdown(['down', 'up'], args),
	ifdown: (args) => ifupdown(['down'], args),
};

const [, , program = '', ...rest] = process.argv;
const chosen = PROGRAMS[program];
if (!chosen) throw new Error(`no program ${program}`);
process.exitCode = await chosen(rest);
