// How are staged edits kept in files? One line per edit, as libuci's delta.c writes and reads them.
import * as model from './uci-model.ts';
import { check, findSection, isName } from './uci-model.ts';
import { Scanner, escapeQuotes } from './uci-file.ts';
import type { Command, Config, Delta } from './uci-model.ts';

const SIGNS: Record<Command, string> = {
	set: '',
	remove: '-',
	add: '+',
	rename: '@',
	order: '^',
	'list-add': '|',
	'list-del': '~',
};
const COMMANDS = new Map(
	Object.entries(SIGNS).map(([command, sign]) => [sign, command as Command])
);

/** `network.lan.ipaddr='192.168.2.1'` and a newline. */
export function printDelta(config: string, delta: Delta): string {
	const option = delta.option == null ? '' : `.${delta.option}`;
	const value = delta.value == null ? '' : `='${escapeQuotes(delta.value)}'`;
	return `${SIGNS[delta.command]}${config}.${delta.section}${option}${value}\n`;
}

/** A delta's text → its edits; null for a line that is none. */
export function parseDeltas(text: string, config: string): (Delta | null)[] {
	const scanner = new Scanner(text);
	const deltas: (Delta | null)[] = [];
	while (scanner.next()) deltas.push(parseTuple(scanner, config));
	return deltas;
}

/** No control characters but tab, LF and CR; libuci passes over such a line. */
const isText = (value: string): boolean => !/\p{Cc}/u.test(value.replace(/[\t\n\r\x7f-\x9f]/g, ''));

/** '' when its quotes do not end. */
function readWord(scanner: Scanner): string {
	try {
		return scanner.word();
	} catch {
		return '';
	}
}

function parseTuple(scanner: Scanner, config: string): Delta | null {
	const whole = readWord(scanner);
	const command = COMMANDS.get(whole.charAt(0)) ?? 'set';
	const word = whole.slice(command == 'set' ? 0 : 1);
	const equals = word.indexOf('=');
	const value = equals < 0 ? null : word.slice(equals + 1);
	const [name, section, option = null, ...more] = (equals < 0 ? word : word.slice(0, equals)).split(
		'.'
	);
	const good =
		scanner.done &&
		name == config &&
		section !== undefined &&
		isName(section) &&
		(option == null || isName(option)) &&
		more.length == 0 &&
		(value != null || command == 'remove') &&
		isText(value ?? '') &&
		!(command == 'order' && option != null) &&
		!(command == 'rename' && !isName(value ?? '')) &&
		!(command.startsWith('list-') && option == null);
	return good ? { command, section, option, value } : null;
}

/**
 * Makes the edits of a delta, and keeps them as saved. What cannot be made is passed over, as libuci does.
 * @returns how many could be made
 */
export function applyDeltas(config: Config, deltas: (Delta | null)[]): number {
	let made = 0;
	for (const delta of deltas) {
		if (!delta) continue;
		config.saved.push(delta);
		try {
			applyDelta(config, delta);
			made++;
		} catch (error) {
			if (!(error instanceof model.UciError)) throw error;
		}
	}
	return made;
}

function applyDelta(config: Config, { command, section: name, option, value }: Delta): void {
	const section = findSection(config, name);
	const text = value ?? '';
	if (option == null) {
		if (command == 'set' || command == 'add') {
			if (!section && text == '') return;
			const made = model.setSection(config, section, name, text, false);
			if (command == 'add') made.anonymous = true;
			return;
		}
		check(section, 'Entry not found');
		if (command == 'order') model.reorder(config, section, Number.parseInt(text, 10) || 0, false);
		else if (command == 'rename') model.renameSection(config, section, text, false);
		else model.removeSection(config, section, false);
		return;
	}
	if (command == 'rename' || command == 'remove') check(section, 'Entry not found');
	check(section);
	if (command == 'rename') model.renameOption(config, section, option, text, false);
	else if (command == 'remove') {
		const place = Number.parseInt(text, 10);
		if (text != '' && Array.isArray(model.findOption(section, option)?.value)) {
			model.removeFromListAt(section, option, place);
		} else model.removeOption(config, section, option, false);
	} else if (command == 'list-add') model.addToList(config, section, option, text, false);
	else if (command == 'list-del') model.removeFromList(config, section, option, text, false);
	else model.setOption(config, section, option, text, false);
}
