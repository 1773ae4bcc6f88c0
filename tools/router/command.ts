// The development router's programs `ubus`, `uci`, `ifup` and `ifdown`: the part of each that scripts and tests use.
// node --import tools/register.mjs tools/router/command.ts <program> <argument>…
import { connect } from '../ucode/ubus.ts';
import { runUci } from './ucicommand.ts';

const CONNECTION_FAILED = 10;

function call(object: string, method: string, args: object): number {
	const bus = connect();
	if (!bus) {
		console.error('Failed to connect to ubus');
		return CONNECTION_FAILED;
	}
	const reply = bus.call(object, method, args);
	const status = bus.error(true) ?? 0;
	if (status !== 0) {
		console.error(`Command failed: ubus status ${String(status)}`);
		return status;
	}
	if (reply && Object.keys(reply).length > 0) console.log(JSON.stringify(reply, null, '\t'));
	return 0;
}

function list(pattern: string): number {
	const bus = connect();
	const names = bus?.list();
	if (!Array.isArray(names)) return CONNECTION_FAILED;
	const matching = (names as string[]).filter((name) => pattern === '' || name === pattern);
	if (matching.length === 0) return 4;
	for (const name of matching) console.log(name);
	return 0;
}

function ubus(args: string[]): number {
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
function ifupdown(methods: string[], names: string[]): number {
	const bus = connect();
	if (!bus) return CONNECTION_FAILED;
	if (methods.includes('up')) bus.call('network', 'reload', {});
	for (const name of names)
		for (const method of methods) bus.call('network.interface', method, { interface: name });
	return bus.error(true) ?? 0;
}

const PROGRAMS: Record<string, (args: string[]) => number> = {
	ubus,
	uci: runUci,
	ifup: (args) => ifupdown(['down', 'up'], args),
	ifdown: (args) => ifupdown(['down'], args),
};

const [, , program = '', ...rest] = process.argv;
const chosen = PROGRAMS[program];
if (!chosen) throw new Error(`no program ${program}`);
process.exitCode = chosen(rest);
