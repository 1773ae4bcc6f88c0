// What does a UCI config file say, and how is it written? Byte for byte as libuci's file.c reads and prints.
import { addSection, check, findSection, isName, isType, newConfig } from './uci-model.ts';
import { addToList, setOption, setSection, UciError } from './uci-model.ts';
import type { Config, Section } from './uci-model.ts';

const SPACE = ' \t\n\v\f\r';
const isSpace = (char: string): boolean => char != '' && SPACE.includes(char);

/** Reads words as libuci's parser does: one line at a time, quoted words running on over line ends. */
export class Scanner {
	private readonly lines: string[];
	private line = '';
	private at = 0;

	constructor(text: string) {
		this.lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
	}

	/** Goes to the next line; false at the end. */
	next(): boolean {
		const line = this.lines.shift();
		this.line = line ?? '';
		this.at = 0;
		return line !== undefined;
	}

	/** Is the rest of the line empty? */
	get done(): boolean {
		return this.at >= this.line.length;
	}

	private get char(): string {
		return this.line.charAt(this.at);
	}

	private skipSpace(): void {
		while (isSpace(this.char)) this.at++;
	}

	/** More of the text, in place of the rest of this line. */
	private more(): boolean {
		const line = this.lines.shift();
		this.line = this.line.slice(0, this.at) + (line ?? '');
		return line !== undefined;
	}

	/** The first word of a command, ended by a blank or tab; '' at the line's end. */
	command(): string {
		while (this.char == ' ' || this.char == '\t') this.at++;
		const rest = this.line.slice(this.at);
		const word = /^[^ \t]*/.exec(rest)?.[0] ?? '';
		this.at += word.length + 1;
		return word;
	}

	/** Blanks before a line's first command. */
	begin(): void {
		this.skipSpace();
	}

	/** The next word with its quotes undone, '' when there is none. `;` ends a command, `#` the line. */
	word(): string {
		this.skipSpace();
		if (this.char == ';') {
			this.at++;
			return '';
		}
		const start = this.at;
		let word = '';
		do {
			if (this.char == "'") word += this.single();
			else if (this.char == '"') word += this.double();
			else if (this.char == '#') this.line = this.line.slice(0, this.at);
			else if (this.char == ';') {
				// libuci's terminating NUL falls on the `;` when no quote was taken out before it
				if (word.length == this.at - start) this.line = this.line.slice(0, this.at);
				return word;
			} else if (this.char == '\\') word += this.escaped();
			else word += this.take();
		} while (!this.done && !isSpace(this.char));
		if (!this.done) this.at++;
		return word;
	}

	private take(): string {
		return this.line.charAt(this.at++);
	}

	/** After a backslash: the next character, or nothing when it is the line's end. */
	private escaped(): string {
		this.at++;
		const rest = this.line.slice(this.at);
		if (rest != '' && !rest.startsWith('\n') && rest != '\r\n') return this.take();
		this.more();
		return '';
	}

	private single(): string {
		return this.quoted("'");
	}

	private double(): string {
		return this.quoted('"');
	}

	private quoted(quote: string): string {
		let word = '';
		this.at++;
		for (;;) {
			if (this.done && !this.more()) throw new UciError('Parse error');
			if (this.done) continue;
			if (this.char == quote) break;
			word += quote == '"' && this.char == '\\' ? this.escaped() : this.take();
		}
		this.at++;
		return word;
	}
}

const COMMANDS: Record<string, string> = { c: 'config', o: 'option', l: 'list', p: 'package' };

/** @throws UciError 'Parse error' */
export function parseConfig(text: string, name: string): Config {
	const config = newConfig(name);
	const scanner = new Scanner(text);
	let section: Section | null = null;
	while (scanner.next()) {
		scanner.begin();
		for (;;) {
			const word = scanner.command();
			if (word == '' || word.startsWith('#')) break;
			const command = COMMANDS[word] ?? word;
			if (command == 'config') section = readSection(scanner, config);
			else if (command == 'package') readPackage(scanner);
			else if (command == 'option' || command == 'list')
				readOption(scanner, config, section, command == 'list');
			else throw new UciError('Parse error');
		}
	}
	return config;
}

const parsed = (condition: boolean): void => {
	check(condition, 'Parse error');
};

function readPackage(scanner: Scanner): void {
	parsed(/^[A-Za-z0-9_-]+$/.test(scanner.word()));
	parsed(scanner.word() == '');
}

function readSection(scanner: Scanner, config: Config): Section {
	const type = scanner.word();
	parsed(isType(type));
	const name = scanner.word();
	parsed(name == '' || isName(name));
	parsed(scanner.word() == '');
	if (name == '') return addSection(config, type, false);
	const known = findSection(config, name);
	parsed(!known || known.type == type);
	return setSection(config, known, name, type, false);
}

function readOption(
	scanner: Scanner,
	config: Config,
	section: Section | null,
	list: boolean
): void {
	check(section, 'Parse error');
	const name = scanner.word();
	parsed(isName(name));
	const value = scanner.word();
	parsed(scanner.word() == '');
	if (list) addToList(config, section, name, value, false);
	else if (value != '') setOption(config, section, name, value, false);
}

/** it's → it'\''s */
export const escapeQuotes = (text: string): string => text.replaceAll("'", "'\\''");

/** The text of a config file. */
export function printConfig(config: Config): string {
	const line = (kind: string, name: string, value: string): string =>
		`\t${kind} ${name} '${escapeQuotes(value)}'\n`;
	const sections = config.sections.map((section) => {
		const name = section.anonymous ? '' : ` '${escapeQuotes(section.name)}'`;
		const options = section.options.flatMap(({ name, value }) =>
			typeof value == 'string'
				? line('option', name, value)
				: value.map((entry) => line('list', name, entry))
		);
		return `\nconfig ${escapeQuotes(section.type)}${name}\n${options.join('')}`;
	});
	return `${sections.join('')}\n`;
}
