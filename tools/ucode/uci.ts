// What does ucode's module `uci` give in Node? A cursor over real config files and delta files, as libuci's.
// The development router uses the class directly.
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	realpathSync,
	renameSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { fromBuffer, toBuffer } from './bytes.ts';
import { rooted } from './place.ts';
import { applyDeltas, parseDeltas, printDelta } from './uci-delta.ts';
import { parseConfig, printConfig } from './uci-file.ts';
import * as model from './uci-model.ts';
import { changeOf, sectionObject, textOf } from './uci-objects.ts';
import type { Change, SectionObject } from './uci-objects.ts';
import { UciError, check, findOption, findSection } from './uci-model.ts';
import type { Config, Section, Value } from './uci-model.ts';

export type { Change, SectionObject };

const CONFDIR = '/etc/config';
const SAVEDIR = '/tmp/.uci';

let lastError: string | null = null;

/** Text of the last error, or null; asking clears it. */
export function error(): string | null {
	const text = lastError;
	lastError = null;
	return text;
}

/** ucode's convention: null and an error to ask for, nothing thrown. */
function attempt<T>(work: () => T): T | null {
	try {
		const result = work();
		lastError = null;
		return result;
	} catch (thrown) {
		if (!(thrown instanceof UciError)) throw thrown;
		lastError = thrown.text;
		return null;
	}
}

const readText = (path: string): string => fromBuffer(readFileSync(path));

export class Cursor {
	private readonly confdir: string;
	private readonly savedir: string;
	private readonly deltaDirs: string[];
	private readonly loaded = new Map<string, Config>();
	/** Files of the configs that were loaded by an absolute path: they have no deltas. */
	private readonly byPath = new Map<string, string>();

	/** Real directories. Deltas of `sharedDir` (what `uci set` on the command line staged) are seen too, as libuci does. */
	constructor(confdir: string, savedir: string, sharedDir = savedir) {
		this.confdir = confdir;
		this.savedir = savedir;
		this.deltaDirs = [...new Set([sharedDir, savedir])];
	}

	private path(name: string): string {
		const path = this.byPath.get(name);
		if (path !== undefined) return path;
		check(/^[A-Za-z0-9_-]+$/.test(name));
		return join(this.confdir, name);
	}

	/** Reads the file and then the deltas; `made` is how many edits the deltas brought. */
	private read(name: string): { config: Config; made: number } {
		const path = this.path(name);
		check(existsSync(path) && statSync(path).isFile(), 'Entry not found');
		const config = parseConfig(readText(path), name);
		let made = 0;
		if (this.byPath.has(name)) return { config, made };
		for (const dir of this.deltaDirs) {
			const deltas = join(dir, name);
			if (existsSync(deltas)) made += applyDeltas(config, parseDeltas(readText(deltas), name));
		}
		return { config, made };
	}

	private config(name: string): Config {
		const known = this.loaded.get(name);
		if (known) return known;
		const { config } = this.read(name);
		this.loaded.set(name, config);
		return config;
	}

	/** By name, or as '@type[2]', '@type[-1]'. */
	private section(config: Config, name: string): Section | undefined {
		if (!name.startsWith('@')) return findSection(config, name);
		const [, type = '', place = ''] = /^@([^[]*)\[(-?\d+)\]$/.exec(name) ?? [];
		check(place != '');
		return config.sections
			.filter((section) => type == '' || section.type == type)
			.at(Number(place));
	}

	private mustFind(config: Config, name: string): Section {
		const section = this.section(config, name);
		check(section, 'Entry not found');
		return section;
	}

	/** By its name, or by the absolute path of a file: then it has the name of the file, and no deltas are seen. */
	load(name: string): true | null {
		return attempt(() => {
			const config = basename(name);
			this.loaded.delete(config);
			if (name.startsWith('/')) this.byPath.set(config, rooted(name));
			else this.byPath.delete(config);
			this.config(config);
			return true as const;
		});
	}

	unload(name: string): boolean | null {
		return attempt(() => this.loaded.delete(name));
	}

	get(config: string, section: string, option?: string | null): Value | null {
		return attempt(() => {
			const found = this.mustFind(this.config(config), section);
			if (option == null) return found.type;
			const value = findOption(found, option)?.value;
			check(value !== undefined, 'Entry not found');
			return typeof value == 'string' ? value : [...value];
		});
	}

	get_all(config: string): Record<string, SectionObject> | null;
	get_all(config: string, section: string): SectionObject | null;
	get_all(config: string, section?: string): SectionObject | Record<string, SectionObject> | null {
		return attempt(() => {
			const loaded = this.config(config);
			if (section != null) return sectionObject(this.mustFind(loaded, section));
			return Object.fromEntries(loaded.sections.map((s, i) => [s.name, sectionObject(s, i)]));
		});
	}

	get_first(config: string, type: string, option?: string): Value | null {
		return attempt(() => {
			const section = this.config(config).sections.find((one) => one.type == type);
			check(section, 'Entry not found');
			if (option == null) return section.name;
			const value = findOption(section, option)?.value;
			check(value !== undefined, 'Entry not found');
			return typeof value == 'string' ? value : [...value];
		});
	}

	add(config: string, type: string): string | null {
		return attempt(() => {
			const loaded = this.loaded.get(config);
			check(loaded, 'Entry not found');
			return model.addSection(loaded, type, true).name;
		});
	}

	/** (config, section, type) or (config, section, option, value) */
	set(
		config: string,
		section: string,
		first: string,
		value?: Value | number | boolean | null
	): true | null {
		return attempt(() => {
			const loaded = this.config(config);
			const found = this.section(loaded, section);
			check(typeof first == 'string');
			if (value === undefined) this.setType(loaded, found, section, first);
			else {
				check(found, 'Entry not found');
				this.setValue(loaded, found, first, value);
			}
			return true as const;
		});
	}

	private setType(config: Config, found: Section | undefined, name: string, type: string): void {
		if (found || type != '') model.setSection(config, found, name, type, true);
	}

	private setValue(config: Config, section: Section, option: string, value: unknown): void {
		if (!Array.isArray(value)) {
			model.setOption(config, section, option, textOf(value), true);
			return;
		}
		const texts = value.map(textOf);
		const [first, ...more] = texts;
		check(first !== undefined);
		if (more.length == 0) {
			if (findOption(section, option)) model.removeOption(config, section, option, true);
		} else model.setOption(config, section, option, first, true);
		for (const text of more.length == 0 ? texts : more)
			model.addToList(config, section, option, text, true);
	}

	delete(config: string, section: string, option?: string | null): true | null {
		return attempt(() => {
			const loaded = this.config(config);
			const found = this.mustFind(loaded, section);
			if (option == null) model.removeSection(loaded, found, true);
			else model.removeOption(loaded, found, option, true);
			return true as const;
		});
	}

	/** (config, section, name) or (config, section, option, name) */
	rename(config: string, section: string, first: string, second?: string): true | null {
		return attempt(() => {
			const loaded = this.config(config);
			const found = this.mustFind(loaded, section);
			if (second === undefined) model.renameSection(loaded, found, first, true);
			else model.renameOption(loaded, found, first, second, true);
			return true as const;
		});
	}

	reorder(config: string, section: string, place: number): true | null {
		return attempt(() => {
			check(Number.isInteger(place) && place >= 0);
			const loaded = this.config(config);
			const found = this.section(loaded, section);
			check(found, 'Entry not found');
			model.reorder(loaded, found, place, true);
			return true as const;
		});
	}

	/** Newer than OpenWrt 23.05; for the development router only. */
	list_append(config: string, section: string, option: string, value: string): true | null {
		return attempt(() => {
			const loaded = this.config(config);
			model.addToList(loaded, this.mustFind(loaded, section), option, value, true);
			return true as const;
		});
	}

	/** Newer than OpenWrt 23.05; for the development router only. */
	list_remove(config: string, section: string, option: string, value: string): true | null {
		return attempt(() => {
			const loaded = this.config(config);
			model.removeFromList(loaded, this.mustFind(loaded, section), option, value, true);
			return true as const;
		});
	}

	/** Those asked for that are loaded. */
	private forEach(name: string | null | undefined, work: (config: Config) => void): true | null {
		return attempt(() => {
			const names = name == null ? this.names() : [name];
			check(names.length, 'Entry not found');
			for (const one of names) {
				const config = this.loaded.get(one);
				check(config ?? name == null, 'Entry not found');
				if (config) work(config);
			}
			return true as const;
		});
	}

	save(name?: string | null): true | null {
		return this.forEach(name, (config) => {
			this.writeDelta(config);
		});
	}

	private writeDelta(config: Config): void {
		if (config.delta.length == 0 || this.byPath.has(config.name)) return;
		const like = (path: string, mode: number): number =>
			existsSync(path) ? statSync(path).mode & 0o7777 : mode;
		if (!existsSync(this.savedir)) mkdirSync(this.savedir, { mode: like(this.confdir, 0o700) });
		const text = config.delta.map((delta) => printDelta(config.name, delta)).join('');
		writeFileSync(join(this.savedir, config.name), toBuffer(text), {
			flag: 'a',
			mode: like(this.path(config.name), 0o600),
		});
		config.delta = [];
	}

	private clearDelta(name: string): void {
		const path = join(this.savedir, name);
		if (existsSync(path)) writeFileSync(path, '');
	}

	/** libuci gives up at a line that it cannot read, and drops nothing then. */
	private dropDelta(name: string): void {
		const path = join(this.savedir, name);
		if (existsSync(path) && !parseDeltas(readText(path), name).includes(null))
			this.clearDelta(name);
	}

	commit(name?: string | null): true | null {
		return this.forEach(name, (old) => {
			if (this.byPath.has(old.name)) {
				this.write(old);
				return;
			}
			this.writeDelta(old);
			this.loaded.delete(old.name);
			const { config, made } = this.read(old.name);
			this.loaded.set(old.name, config);
			if (made == 0) return;
			this.write(config);
			this.clearDelta(old.name);
		});
	}

	private write(config: Config): void {
		const path = realpathSync(this.path(config.name));
		const fresh = join(dirname(path), `.${config.name}.uci-${process.pid.toString(36)}`);
		try {
			writeFileSync(fresh, toBuffer(printConfig(config)), { mode: 0o600 });
		} catch (error) {
			// libuci does not look whether it could write: what got onto a full disk takes the place of the file.
			if (!existsSync(fresh)) throw error;
		}
		chmodSync(fresh, statSync(path).mode & 0o7777);
		renameSync(fresh, path);
	}

	revert(name?: string | null): true | null {
		return this.forEach(name, (config) => {
			this.writeDelta(config);
			this.loaded.delete(config.name);
			this.dropDelta(config.name);
			this.loaded.set(config.name, this.read(config.name).config);
		});
	}

	changes(name?: string | null): Record<string, Change[]> | null {
		return attempt(() => {
			const result: Record<string, Change[]> = {};
			for (const one of this.names().filter((each) => name == null || each == name)) {
				const list = this.editsOf(one, name != null);
				if (list.length) result[one] = list.map(changeOf);
			}
			return result;
		});
	}

	/** A config that cannot be read has none. As in libuci, one that is asked for by name stays loaded. */
	private editsOf(name: string, keep: boolean): model.Delta[] {
		try {
			const config = keep ? this.config(name) : (this.loaded.get(name) ?? this.read(name).config);
			return [...config.saved, ...config.delta];
		} catch (thrown) {
			if (thrown instanceof UciError) return [];
			throw thrown;
		}
	}

	foreach(
		config: string,
		type: string | null,
		each: (section: SectionObject) => unknown
	): boolean | null {
		return attempt(() => {
			let called = false;
			for (const [i, section] of [...this.config(config).sections].entries()) {
				if (type != null && section.type != type) continue;
				called = true;
				if (each(sectionObject(section, i)) === false) break;
			}
			return called;
		});
	}

	private names(): string[] {
		check(existsSync(this.confdir), 'Entry not found');
		const files = readdirSync(this.confdir, { withFileTypes: true });
		const names = files.filter((file) => !file.isDirectory()).map((file) => file.name);
		return names.filter((name) => /^[A-Za-z0-9_-]+$/.test(name)).sort();
	}

	configs(): string[] | null {
		return attempt(() => this.names());
	}

	error(): string | null {
		return error();
	}
}

/** As on the router: directories are below the root directory. */
export const cursor = (confdir?: string | null, savedir?: string | null): Cursor =>
	new Cursor(rooted(confdir ?? CONFDIR), rooted(savedir ?? SAVEDIR), rooted(SAVEDIR));
