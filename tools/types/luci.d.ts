// What do the views use of LuCI?
// Only that, and only what is the same on 24.10 and 25.12. The stand-in is checked against this file.

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

/** Translates; both arguments are literals, so that the scanner finds them. */
declare function _(text: string, context?: string): string;

/** Translates with the plural form that the number asks for. */
declare function N_(count: number, one: string, many: string, context?: string): string;

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
	interface Ui {
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
