// What do the views use of LuCI?
// Only that, and only what is the same on 23.05, 24.10 and 25.12. The stand-in is checked against this file.

/** LuCI would write null out as a word. */
type LuciChild = Node | string | number;

/** A function is an event listener, null and undefined leave the attribute out. */
type LuciAttributes = Record<
	string,
	string | number | boolean | null | undefined | ((event: Event) => unknown)
>;

interface Luci {
	/** Loads a class by its dotted name and returns its one instance. */
	require(name: string): Promise<unknown>;
	/** null: the page may not be seen; false: it may be looked at; true: it may be used. */
	hasViewPermission(): boolean | null;
	env: { sessionid?: string };
	/** Path of a page: url('admin', 'vpn') → '/cgi-bin/luci/admin/vpn' */
	url(...parts: string[]): string;
}

declare const L: Luci;

/** Children are always an array: LuCI sets a bare string as innerHTML. */
declare function E<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	attributes: LuciAttributes,
	children: LuciChild[]
): HTMLElementTagNameMap[Tag];

/** Translates. A literal is found by the scanner; what the router says is put into the catalogue by the build. */
declare function _(text: string, context?: string): string;

/** Translates with the plural form that the number asks for. */
declare function N_(count: number, one: string, many: string): string;

interface String {
	/** Of LuCI's cbi.js: %s, %d (rounded down), %.1f, and %1024.1m, which makes 1536 '1.5 Ki'. */
	format(...values: (string | number)[]): string;
}

declare module 'luci:baseclass' {
	interface Class {
		extend<Members extends object>(members: Members & ThisType<Members>): unknown;
	}
	const baseclass: Class;
	export default baseclass;
}

declare module 'luci:view' {
	/** `null` leaves the page's own Save, Apply and Reset buttons out. */
	interface Page<Loaded> {
		load(): Promise<Loaded>;
		render(loaded: Loaded): Node;
		handleSave: null;
		handleSaveApply: null;
		handleReset: null;
	}
	interface View {
		extend<Loaded>(page: Page<Loaded>): unknown;
	}
	const view: View;
	export default view;
}

declare module 'luci:rpc' {
	interface Declaration {
		object: string;
		method: string;
		/** Names of the arguments, in order. */
		params?: string[];
		/** Without it a failed call resolves with the ubus status. */
		reject: true;
		/** Not together with other calls in one request. */
		nobatch?: boolean;
	}
	interface Rpc {
		declare(declaration: Declaration): (...args: unknown[]) => Promise<unknown>;
	}
	const rpc: Rpc;
	export default rpc;
}

declare module 'luci:ui' {
	/** What LuCI can say of a text by itself, in its own language; an empty text is right. */
	export type Datatype =
		'cidr' | 'host' | 'ipaddr' | 'port' | 'range(0,65535)' | 'uciname' | 'uinteger';

	/** A field is named by `widget.` and the id. */
	export interface FieldOptions {
		id: string;
		placeholder?: string | undefined;
		datatype?: Datatype | undefined;
		/** A wrong text makes a message. */
		validate?: ((value: string) => true | string) | undefined;
	}

	export interface TextareaOptions {
		id: string;
		placeholder?: string | undefined;
		rows: number;
		monospace: boolean;
		wrap: boolean;
	}

	/**
	 * On keyup and blur a text is looked at; the node then gets the event `validation-success`, or
	 * `validation-failure` with `detail.message`, and the input the class `cbi-input-invalid`.
	 */
	export interface Widget {
		render(): HTMLElement;
	}

	/** Its node gets the event `cbi-dynlist-change`. What is being typed is in `.add-item`. */
	export interface DynamicList extends Widget {
		/** With what is being typed, unless that is marked as wrong. */
		getValue(): string[];
		setValue(values: string[]): void;
	}

	interface Ui {
		Textfield: new (value: string, options: FieldOptions) => Widget;
		Textarea: new (value: string, options: TextareaOptions) => Widget;
		/** '1' is checked. The label beside it is not its own. */
		Checkbox: new (value: '0' | '1', options: object) => Widget;
		Select: new (
			value: string,
			choices: Record<string, string>,
			options: { id: string; sort: string[]; optional: boolean }
		) => Widget;
		DynamicList: new (values: string[], choices: null, options: FieldOptions) => DynamicList;
		/** The classes of each column; one of the class `cbi-section-actions` is not sorted by. */
		/** Opens the dialog, or gives the open one a new content. */
		showModal(title: string, children: LuciChild[], ...classes: string[]): HTMLElement;
		hideModal(): void;
		changes: {
			/** Shows how many edits of this session wait to be applied. */
			init(): Promise<unknown> | undefined;
		};
	}
	const ui: Ui;
	export default ui;
}

declare module 'luci:dom' {
	interface Dom {
		/** Replaces what the node holds. */
		content(node: Node, children: LuciChild[]): unknown;
	}
	const dom: Dom;
	export default dom;
}

declare module 'luci:poll' {
	interface Poll {
		/** Calls `fn` at once and then every so many seconds; never while its last promise is open. */
		add(fn: () => Promise<unknown>, seconds: number): boolean;
		remove(fn: () => Promise<unknown>): boolean;
	}
	const poll: Poll;
	export default poll;
}
