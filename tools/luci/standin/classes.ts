// What do LuCI's classes do, as far as the views use them? Written from luci.d.ts, which the compiler holds
// this to; LuCI's own way of doing it is not of interest here, only what a view can see of it.

import { append, element } from './elements.ts';
import { Checkbox, DynamicList, Select, Textarea, Textfield } from './fields.ts';

type Class<Name extends 'baseclass' | 'view' | 'rpc' | 'ui' | 'dom' | 'poll'> =
	Name extends 'baseclass'
		? (typeof import('luci:baseclass'))['default']
		: Name extends 'view'
			? (typeof import('luci:view'))['default']
			: Name extends 'rpc'
				? (typeof import('luci:rpc'))['default']
				: Name extends 'ui'
					? (typeof import('luci:ui'))['default']
					: Name extends 'dom'
						? (typeof import('luci:dom'))['default']
						: (typeof import('luci:poll'))['default'];

const dom: Class<'dom'> = {
	content(node, children) {
		while (node.firstChild) node.removeChild(node.firstChild);
		append(node, children);
		return node.lastChild;
	},
};

// --- calls ---

const COOKIE = 'sysauth_http';

/** The login of this browser; as with LuCI, all its tabs share it. */
export function session(): string {
	const found = new RegExp(`${COOKIE}=([0-9a-f]{32})`).exec(document.cookie);
	return found?.[1] ?? '0'.repeat(32);
}

export function setSession(id: string): void {
	document.cookie = `${COOKIE}=${id}; path=/; SameSite=Strict`;
}

interface RpcReply {
	error?: { code: number; message: string };
	result?: [status: number, reply?: unknown];
}

let calls = 0;

/** A ubus call over HTTP; rejects in LuCI's words when it fails. */
export async function callUbus(object: string, method: string, args: object): Promise<unknown> {
	calls++;
	const response = await fetch('/ubus', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			jsonrpc: '2.0',
			id: calls,
			method: 'call',
			params: [session(), object, method, args],
		}),
	});
	const { error, result } = (await response.json()) as RpcReply;
	const call = `RPC call to ${object}/${method} failed with`;
	if (error) throw new Error(`${call} error ${error.code}: ${error.message}`);
	const [status, reply] = result ?? [4];
	if (status !== 0) throw new Error(`${call} ubus code ${status}: refused`);
	return reply ?? status;
}

const rpc: Class<'rpc'> = {
	declare({ object, method, params = [] }) {
		return (...args) => {
			const named = params.map((name, index): [string, unknown] => [name, args[index]]);
			return callUbus(object, method, Object.fromEntries(named));
		};
	},
};

// --- classes and views ---

/** What the loader makes its one instance of. */
function classOf(members: object): () => object {
	return () => ({ ...members });
}

const baseclass: Class<'baseclass'> = {
	extend: classOf,
};

const view: Class<'view'> = {
	extend: (page) => () => {
		void page
			.load()
			.then((loaded) => page.render(loaded))
			.then((node) => {
				const place = document.getElementById('view');
				if (place) dom.content(place, [node]);
			});
		return page;
	},
};

// --- dialog, indicator, refresh ---

function overlay(): HTMLElement {
	const found = document.getElementById('modal_overlay');
	if (found) return found;
	const made = element('div', { id: 'modal_overlay', tabindex: '-1' }, [
		element('div', { class: 'modal', role: 'dialog', 'aria-modal': 'true' }, []),
	]);
	made.addEventListener('keydown', (event) => {
		if (event.key === 'Escape') made.querySelector<HTMLElement>('.right > button')?.click();
	});
	document.body.append(made);
	return made;
}

const ui: Class<'ui'> = {
	Textfield,
	Textarea,
	Checkbox,
	Select,
	DynamicList,
	showModal(title, children, ...classes) {
		const around = overlay();
		const dialog = around.firstElementChild as HTMLElement;
		dialog.className = ['modal', ...classes].join(' ');
		dom.content(dialog, [element('h4', {}, [title]), ...children]);
		document.body.classList.add('modal-overlay-active');
		around.focus();
		return dialog;
	},
	hideModal() {
		document.body.classList.remove('modal-overlay-active');
	},
	changes: {
		async init() {
			const reply = (await callUbus('uci', 'changes', {})) as {
				changes?: Record<string, unknown[]>;
			};
			const count = Object.values(reply.changes ?? {}).flat().length;
			const place = document.getElementById('indicators');
			const label = element('span', { 'data-indicator': 'uci-changes' }, [
				`Unsaved Changes: ${count}`,
			]);
			if (place) dom.content(place, count > 0 ? [label] : []);
		},
	},
};

const timers = new Map<() => Promise<unknown>, number>();

const poll: Class<'poll'> = {
	add(fn, seconds) {
		if (timers.has(fn)) return false;
		let running = false;
		const step = (): void => {
			if (running) return;
			running = true;
			void fn().finally(() => {
				running = false;
			});
		};
		timers.set(fn, window.setInterval(step, seconds * 1000));
		step();
		return true;
	},
	remove(fn) {
		window.clearInterval(timers.get(fn));
		return timers.delete(fn);
	},
};

export const builtins: Record<string, object> = { baseclass, view, rpc, ui, dom, poll };
