// The development router's `uci`: the verbs that scripts and tests use, over the same files as the bus.
import { readFileSync } from 'node:fs';
import { cursor, type Cursor } from '../ucode/uci.ts';

/** 'network.lan.ipaddr=1.2.3.4' → its parts; what is not there is ''. */
export function parseTuple(text: string): {
	config: string;
	section: string;
	option: string;
	value: string | null;
} {
	const equals = text.indexOf('=');
	const path = equals < 0 ? text : text.slice(0, equals);
	const [config = '', section = '', option = ''] = path.split('.');
	return { config, section, option, value: equals < 0 ? null : text.slice(equals + 1) };
}

type Value = string | string[];

const quote = (value: Value): string =>
	[value]
		.flat()
		.map((each) => `'${each.replaceAll("'", "'\\\\''")}'`)
		.join(' ');

function showLines(uci: Cursor, config: string, only: string): string[] | null {
	const sections = uci.get_all(config);
	if (!sections) return null;
	return Object.values(sections)
		.filter((section) => only === '' || section['.name'] === only)
		.flatMap((section) => {
			const name = `${config}.${section['.name']}`;
			const options = Object.entries(section).filter(([key]) => !key.startsWith('.'));
			return [
				`${name}=${section['.type']}`,
				...options.map(([key, value]) => `${name}.${key}=${quote(value as Value)}`),
			];
		});
}

function print(lines: string[] | null): boolean {
	for (const line of lines ?? []) console.log(line);
	return lines !== null;
}

function show(uci: Cursor, tuple: string): boolean {
	const configs = tuple === '' ? (uci.configs() ?? []) : [parseTuple(tuple).config];
	return configs.every((config) => print(showLines(uci, config, parseTuple(tuple).section)));
}

function get(uci: Cursor, tuple: string): boolean {
	const { config, section, option } = parseTuple(tuple);
	const value = uci.get(config, section, option === '' ? null : option);
	return print(value === null ? null : [[value].flat().join(' ')]);
}

function changes(uci: Cursor, name: string): boolean {
	const all = uci.changes(name === '' ? null : name) ?? {};
	const signs: Record<string, string> = { remove: '-', add: '+', 'list-add': '+', 'list-del': '-' };
	return print(
		Object.entries(all).flatMap(([config, list]) =>
			list.map(([command, section, ...rest]) => {
				const value = command === 'remove' ? null : rest.pop();
				const path = [config, section, ...rest].join('.');
				return `${signs[command] ?? ''}${path}${value == null ? '' : `=${quote(String(value))}`}`;
			})
		)
	);
}

/** Runs an edit of one config and stages it. */
function edit(
	uci: Cursor,
	tuple: string,
	work: (t: ReturnType<typeof parseTuple>) => unknown
): boolean {
	const parsed = parseTuple(tuple);
	return (
		uci.load(parsed.config) !== null && work(parsed) !== null && uci.save(parsed.config) !== null
	);
}

function set(uci: Cursor, tuple: string): boolean {
	return edit(uci, tuple, ({ config, section, option, value }) => {
		if (value === null) return null;
		return option === ''
			? uci.set(config, section, value)
			: uci.set(config, section, option, value);
	});
}

function remove(uci: Cursor, tuple: string): boolean {
	return edit(uci, tuple, ({ config, section, option }) =>
		uci.delete(config, section, option === '' ? null : option)
	);
}

function forConfigs(uci: Cursor, name: string, work: (config: string) => unknown): boolean {
	const configs = name === '' ? Object.keys(uci.changes() ?? {}) : [parseTuple(name).config];
	return configs.every((config) => uci.load(config) !== null && work(config) !== null);
}

const VERBS: Record<string, (uci: Cursor, args: string[]) => boolean> = {
	show: (uci, [tuple = '']) => show(uci, tuple),
	get: (uci, [tuple = '']) => get(uci, tuple),
	set: (uci, [tuple = '']) => set(uci, tuple),
	delete: (uci, [tuple = '']) => remove(uci, tuple),
	add: (uci, [config = '', type = '']) =>
		edit(uci, config, () => print([uci.add(config, type)].filter((name) => name !== null))),
	add_list: (uci, [tuple = '']) =>
		edit(uci, tuple, ({ config, section, option, value }) =>
			uci.list_append(config, section, option, value ?? '')
		),
	del_list: (uci, [tuple = '']) =>
		edit(uci, tuple, ({ config, section, option, value }) =>
			uci.list_remove(config, section, option, value ?? '')
		),
	rename: (uci, [tuple = '']) =>
		edit(uci, tuple, ({ config, section, option, value }) =>
			option === ''
				? uci.rename(config, section, value ?? '')
				: uci.rename(config, section, option, value ?? '')
		),
	changes: (uci, [name = '']) => changes(uci, name),
	commit: (uci, [name = '']) => forConfigs(uci, name, (config) => uci.commit(config)),
	revert: (uci, [name = '']) => forConfigs(uci, name, (config) => uci.revert(config)),
};

/** "set a.b.c='d e'" → ['set', 'a.b.c=d e']: the words of a line of `uci batch`. */
export function splitWords(line: string): string[] {
	const words = line.match(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g) ?? [];
	return words.map((word) =>
		word.replace(
			/'([^']*)'|"([^"]*)"|\\(.)/g,
			(_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? ''
		)
	);
}

function batch(uci: Cursor, text: string): boolean {
	const lines = text.split('\n').map(splitWords);
	return lines.every(
		([verb, ...args]) => verb === undefined || (VERBS[verb]?.(uci, args) ?? false)
	);
}

/** The exit status of `uci <args>`. */
export function runUci(args: string[]): number {
	const words = args.filter((word) => word !== '-q');
	const quiet = words.length < args.length;
	let confdir: string | null = null;
	if (words[0] === '-c') confdir = words.splice(0, 2)[1] ?? null;
	const [verb = '', ...rest] = words;
	const uci = cursor(confdir);
	if (verb === 'batch') return batch(uci, readFileSync(0, 'utf8')) ? 0 : 1;
	if (VERBS[verb]?.(uci, rest)) return 0;
	if (!quiet) console.error(`uci: ${uci.error() ?? 'Entry not found'}`);
	return 1;
}
