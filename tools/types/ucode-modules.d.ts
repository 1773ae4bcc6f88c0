// Which modules of ucode may be imported, and what do they give? All as on OpenWrt 23.05.
// Test and tool projects see these too; only `fs` is root/'s own, because Node has one of that name.

declare module 'uci' {
	type UciValue = string | string[];
	/** A section as get_all gives it: its options beside these. `.index` is missing when one section was asked for. */
	type UciSectionObject = Record<string, UciValue | boolean | number> & {
		'.anonymous': boolean;
		'.type': string;
		'.name': string;
		'.index'?: number;
	};
	/** [command, section, option?, value?]; commands: set remove add rename order list-add list-del. */
	type UciChange = [string, string, ...(string | number)[]];

	/** Every method gives null on failure; then `error()` says why. */
	interface Cursor {
		/** Reads the config afresh, with the changes saved in the savedir. */
		load(config: string): true | null;
		unload(config: string): boolean | null;
		/** With no option: the section's type. */
		get(config: string, section: string, option?: string): UciValue | null;
		get_all(config: string): Record<string, UciSectionObject> | null;
		get_all(config: string, section: string): UciSectionObject | null;
		/** Name of the first section of a type, or its option. */
		get_first(config: string, type: string): string | null;
		get_first(config: string, type: string, option: string): UciValue | null;
		/** Adds an anonymous section to a loaded config and gives its name. */
		add(config: string, type: string): string | null;
		/** A section of this type. */
		set(config: string, section: string, type: string): true | null;
		/** An option. `''` deletes it, `[]` fails. */
		set(
			config: string,
			section: string,
			option: string,
			value: UciValue | number | boolean
		): true | null;
		delete(config: string, section: string, option?: string): true | null;
		rename(config: string, section: string, name: string): true | null;
		rename(config: string, section: string, option: string, name: string): true | null;
		/** Moves the section to this place, from 0. */
		reorder(config: string, section: string, place: number): true | null;
		/** Writes what was changed to the savedir, as a delta. */
		save(config?: string): true | null;
		/** Writes the config file itself, with all changes saved and made. */
		commit(config?: string): true | null;
		/** Drops all changes, saved or not. */
		revert(config?: string): true | null;
		/** All changes, saved or not, by config; configs with none are left out. */
		changes(config?: string): Record<string, UciChange[]> | null;
		/** Stops when the callback gives false. True when there was a section. */
		foreach(
			config: string,
			type: string | null,
			each: (section: UciSectionObject) => unknown
		): boolean | null;
		configs(): string[] | null;
		/** Text of the last error, or null; asking clears it. */
		error(): string | null;
	}

	/** Defaults: /etc/config, /tmp/.uci. */
	function cursor(confdir?: string | null, savedir?: string | null): Cursor | null;
	function error(): string | null;
}

declare module 'ubus' {
	type Message = Record<string, unknown>;
	interface Deferred {
		completed(): boolean;
		abort(): boolean;
	}
	interface Connection {
		/** The reply; null on failure, and then `error()` says why. Blocks: never to an object of rpcd from within rpcd. */
		call(object: string, method: string, args?: object): Message | null;
		/** Answers later, in the event loop: status 0 and the reply, or the error's number and null. */
		defer(
			object: string,
			method: string,
			args: object | null,
			done?: (status: number, reply: Message | null) => void
		): Deferred | null;
		/** Names of all objects; of one object, its signatures. */
		list(): string[] | null;
		list(object: string): Record<string, Record<string, string>>[] | null;
		disconnect(): boolean;
		error(numeric: true): number | null;
		error(numeric?: false): string | null;
	}
	/** @param timeout seconds for each call, 30 by default; null when ubusd cannot be reached */
	function connect(socket?: string | null, timeout?: number): Connection | null;
	function error(numeric: true): number | null;
	function error(numeric?: false): string | null;
	const STATUS_OK: number;
	const STATUS_INVALID_COMMAND: number;
	const STATUS_INVALID_ARGUMENT: number;
	const STATUS_METHOD_NOT_FOUND: number;
	const STATUS_NOT_FOUND: number;
	const STATUS_NO_DATA: number;
	const STATUS_PERMISSION_DENIED: number;
	const STATUS_TIMEOUT: number;
	const STATUS_NOT_SUPPORTED: number;
	const STATUS_UNKNOWN_ERROR: number;
	const STATUS_CONNECTION_FAILED: number;
}

declare module 'uloop' {
	interface Timer {
		/** Starts it again, in so many milliseconds. */
		set(milliseconds: number): boolean;
		/** Milliseconds left; -1 when it is not running. */
		remaining(): number;
		cancel(): boolean;
	}
	interface Process {
		pid(): number;
		delete(): boolean;
	}
	function init(): boolean;
	/** Turns the loop until `end()`. A timeout in milliseconds, -1 for none. */
	function run(timeout?: number): number;
	function end(): void;
	function done(): void;
	function timer(milliseconds: number, ring?: () => void): Timer | null;
	/** Starts a program without a shell; `ended` gets its exit status (or minus the signal). */
	function process(
		program: string,
		args: readonly string[] | null,
		environment: Readonly<Record<string, string>> | null,
		ended: (status: number) => void
	): Process | null;
	function error(): string | null;
}

declare module 'math' {
	function abs(x: number): number;
	function atan2(y: number, x: number): number;
	function cos(x: number): number;
	function exp(x: number): number;
	function isnan(x: number): boolean;
	function log(x: number): number;
	function pow(x: number, y: number): number;
	/** An integer of 0–2147483647. */
	function rand(): number;
	function sin(x: number): number;
	function sqrt(x: number): number;
	function srand(seed: number): void;
}
