// What can be entered? LuCI's own fields, tied to their labels and to what is said about them.

import ui from 'luci:ui';
import type { Datatype } from 'luci:ui';

let ids = 0;

/** An id for a label, an input and its description to find each other. */
function newId(): string {
	ids++;
	return `wgspoke-${ids}`;
}

/** One of LuCI's fields. */
export interface Control<Input extends HTMLElement = HTMLInputElement> {
	node: HTMLElement;
	/** The part of it that is named by the label and has the focus. */
	input: Input;
}

function must<Found>(found: Found | null): Found {
	if (found === null) throw new TypeError('a field of LuCI is made in another way');
	return found;
}

export interface TextOptions {
	placeholder?: string | undefined;
	/** What LuCI marks as wrong while it is typed; whether it is right, the router says. */
	datatype?: Datatype;
	validate?: (value: string) => true | string;
	/** What of the typed text is meant; the field shows it once it is left. */
	tidy?: (text: string) => string;
	/** Called when the field is left with another text than before. */
	changed?: () => void;
	/** The name of a field without a label. */
	label?: string;
	digits?: boolean;
}

/** Nobody's prose: the browser neither completes nor corrects it. */
function plain(input: HTMLInputElement | HTMLTextAreaElement, label?: string): void {
	input.autocomplete = 'off';
	input.spellcheck = false;
	if (label !== undefined) input.setAttribute('aria-label', label);
}

/** A line of text; `take` gets what was typed. */
export function textField(
	value: string,
	take: (value: string) => void,
	options: TextOptions = {}
): Control {
	const { placeholder, datatype, validate, changed, label, digits } = options;
	const tidy = options.tidy ?? ((text: string) => text.trim());
	const node = new ui.Textfield(value, { id: newId(), placeholder, datatype, validate }).render();
	const input = must(node.querySelector('input'));
	plain(input, label);
	if (digits) input.inputMode = 'numeric';
	input.addEventListener('input', () => {
		take(tidy(input.value));
	});
	input.addEventListener('change', () => {
		input.value = tidy(input.value);
		changed?.();
	});
	return { node, input };
}

/** An address; of '192.168.151.2/24' the mask is not meant. */
export function addressField(
	value: string,
	take: (value: string) => void,
	placeholder?: string
): Control {
	const tidy = (text: string): string => text.trim().replace(/\/.*$/, '');
	return textField(value, take, { placeholder, tidy, datatype: 'ipaddr' });
}

/** A name or an address; brackets around one of IPv6 are not meant. */
export function hostField(
	value: string,
	take: (value: string) => void,
	placeholder?: string
): Control {
	const tidy = (text: string): string => text.trim().replace(/^\[(.*)\]$/, '$1');
	return textField(value, take, { placeholder, tidy, datatype: 'host' });
}

/** A whole number; what is none is 0. With a placeholder 0 is what that says, and the field empty. */
export function numberField(
	value: number,
	take: (value: number) => void,
	datatype: Datatype,
	placeholder?: string
): Control {
	const shown = value === 0 && placeholder !== undefined ? '' : String(value);
	const whole = (text: string): void => {
		take(/^\d{1,5}$/.test(text) ? Number(text) : 0);
	};
	return textField(shown, whole, { placeholder, datatype, digits: true });
}

/** A WireGuard key; what LuCI says of a wrong one is translated there. */
export function keyField(
	value: string,
	take: (value: string) => void,
	placeholder?: string
): Control {
	const validate = (key: string): true | string =>
		/^([A-Za-z0-9+/]{43}=)?$/.test(key.trim()) || _('Invalid Base64 key string');
	return textField(value, take, { placeholder, validate });
}

function splitPrefixes(text: string): string[] {
	return text.split(/[\s,;]+/).filter((part) => part !== '');
}

/** A list of prefixes; `take` also gets the one that is being typed. */
export function prefixList(
	values: string[],
	take: (values: string[]) => void,
	{ placeholder, label }: Pick<TextOptions, 'placeholder' | 'label'> = {}
): Control {
	const options = { id: newId(), placeholder, datatype: 'cidr' } as const;
	const list = new ui.DynamicList(values, null, options);
	const node = list.render();
	const input = must(node.querySelector<HTMLInputElement>('.add-item > input'));
	plain(input, label);
	const tell = (): void => {
		take([...new Set([...list.getValue(), ...splitPrefixes(input.value)])]);
	};
	node.addEventListener('cbi-dynlist-change', tell);
	input.addEventListener('input', () => {
		const typed = splitPrefixes(input.value);
		// Several at once, or one that is done: they go onto the list.
		if (typed.length > 0 && /\S[\s,;]/.test(input.value)) {
			input.value = '';
			list.setValue([...list.getValue(), ...typed]);
		}
		tell();
	});
	return { node, input };
}

/** A text of many lines that was made by a program. */
export function textArea(
	value: string,
	take: (text: string, event: Event) => void,
	{ label, placeholder, rows }: { label: string; placeholder?: string; rows: number }
): Control<HTMLTextAreaElement> {
	const options = { id: newId(), placeholder, rows, monospace: true, wrap: true };
	const node = new ui.Textarea(value, options).render();
	const input = must(node.querySelector('textarea'));
	plain(input, label);
	input.addEventListener('input', (event) => {
		take(input.value, event);
	});
	return { node, input };
}

export function checkbox(
	checked: boolean,
	label: LuciChild[],
	take: (checked: boolean) => void
): HTMLElement {
	const node = new ui.Checkbox(checked ? '1' : '0', {}).render();
	const input = must(node.querySelector('input'));
	input.addEventListener('change', () => {
		take(input.checked);
	});
	return E('div', { class: 'wgs-check' }, [node, E('label', { for: input.id }, label)]);
}

export function select(
	value: string,
	choices: [value: string, label: string][],
	take: (value: string) => void
): Control<HTMLSelectElement> {
	const sort = choices.map(([choice]) => choice);
	const options = { id: newId(), sort, optional: false };
	const node = new ui.Select(value, Object.fromEntries(choices), options).render();
	const input = must(node.querySelector('select'));
	input.addEventListener('change', () => {
		take(input.value);
	});
	return { node, input };
}

/**
 * Enter in a line of text of the form presses the button, as in any form. In a list it adds to that, and while somebody
 * chooses Chinese characters it ends the choice.
 */
export function enterPresses(form: HTMLElement, act: HTMLButtonElement): void {
	form.addEventListener('keydown', (event) => {
		const { target } = event;
		if (event.key !== 'Enter' || event.isComposing || !(target instanceof HTMLInputElement)) return;
		if (target.type !== 'text' || target.closest('.cbi-dynlist')) return;
		event.preventDefault();
		act.click();
	});
}

export interface FieldOptions {
	label: string;
	/** What describes the field below it. */
	help?: string;
	findings?: LuciChild[];
}

/** Marks the field as wrong while it is, and says why to those who do not see LuCI's tooltip. */
function watchValidity({ node, input }: Control<HTMLElement>, found: boolean): HTMLElement {
	const heard = E('span', { class: 'wgs-heard' }, []);
	const mark = (wrong: boolean): void => {
		input.classList.toggle('cbi-input-invalid', wrong);
		if (wrong) input.setAttribute('aria-invalid', 'true');
		else input.removeAttribute('aria-invalid');
	};
	node.addEventListener('validation-failure', (event) => {
		mark(true);
		heard.textContent = (event as CustomEvent<{ message: string }>).detail.message;
	});
	node.addEventListener('validation-success', () => {
		mark(found);
		heard.textContent = '';
	});
	mark(found);
	return heard;
}

/** A row of a form: label, field or fields, description and findings, tied together for screen readers. */
export function field(
	content: Control<HTMLElement> | HTMLElement,
	{ label, help, findings = [] }: FieldOptions
): HTMLElement {
	const id = newId();
	const about: LuciChild[] = [];
	if (help) about.push(E('div', { class: 'cbi-value-description' }, [help]));
	about.push(...findings);
	const one = content instanceof HTMLElement ? null : content;
	const named = one?.input ?? (content as HTMLElement);
	if (one) {
		about.push(watchValidity(one, findings.length > 0));
	} else {
		named.setAttribute('role', 'group');
		named.setAttribute('aria-labelledby', `${id}-label`);
	}
	named.setAttribute('aria-describedby', `${id}-about`);
	const title = { class: 'cbi-value-title', id: `${id}-label`, for: one?.input.id };
	return E('div', { class: 'cbi-value' }, [
		E('label', title, [label]),
		E('div', { class: 'cbi-value-field' }, [
			one?.node ?? named,
			E('div', { id: `${id}-about`, role: findings.length > 0 ? 'alert' : undefined }, about),
		]),
	]);
}
