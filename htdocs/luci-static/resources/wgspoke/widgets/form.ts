// What can be entered and pressed? Fields, boxes and buttons of LuCI's own classes, each with its name.

let ids = 0;

/** An id for a label, an input and its description to find each other. */
export function newId(): string {
	ids++;
	return `wgspoke-${ids}`;
}

export type ButtonKind = 'action' | 'positive' | 'negative' | 'neutral' | 'apply';

/** While what it started is under way the button is off; a rejection goes to `window`. */
export function button(
	label: string,
	kind: ButtonKind,
	act: () => unknown,
	attributes: LuciAttributes = {}
): HTMLButtonElement {
	const element = E(
		'button',
		{
			type: 'button',
			class: `btn cbi-button cbi-button-${kind}${kind === 'apply' ? ' important' : ''}`,
			...attributes,
			click: () => {
				const work = act();
				if (!(work instanceof Promise)) return;
				element.disabled = true;
				element.classList.add('spinning');
				void work.finally(() => {
					element.disabled = false;
					element.classList.remove('spinning');
				});
			},
		},
		[label]
	);
	return element;
}

/** A row of buttons at the right. */
export function buttonRow(buttons: LuciChild[]): HTMLElement {
	return E(
		'div',
		{ class: 'right wgs-buttons' },
		buttons.flatMap((one) => [one, ' '])
	);
}

export interface FieldOptions {
	label: string;
	/** What describes the field below it. */
	help?: string;
	findings?: LuciChild[];
}

/** A row of a form: label, input, description and findings, tied together for screen readers. */
export function field(input: HTMLElement, { label, help, findings }: FieldOptions): HTMLElement {
	const id = newId();
	const about = `${id}-about`;
	const native = /^(INPUT|SELECT|TEXTAREA)$/.test(input.tagName);
	if (native) input.id = id;
	else {
		input.setAttribute('role', 'group');
		input.setAttribute('aria-labelledby', `${id}-label`);
	}
	const about_children: LuciChild[] = [];
	if (help) about_children.push(E('div', { class: 'cbi-value-description' }, [help]));
	if (findings?.length) about_children.push(...findings);
	if (findings?.length && native) {
		input.classList.add('cbi-input-invalid');
		input.setAttribute('aria-invalid', 'true');
	}
	if (about_children.length) input.setAttribute('aria-describedby', about);
	return E('div', { class: 'cbi-value' }, [
		E('label', { class: 'cbi-value-title', id: `${id}-label`, for: native ? id : undefined }, [
			label,
		]),
		E('div', { class: 'cbi-value-field' }, [
			input,
			E('div', { id: about, role: findings?.length ? 'alert' : undefined }, about_children),
		]),
	]);
}

/** A line of text; `change` gets what was typed, trimmed. */
export function textInput(
	value: string,
	change: (value: string) => void,
	attributes: LuciAttributes = {}
): HTMLInputElement {
	const input = E(
		'input',
		{
			type: 'text',
			class: 'cbi-input-text',
			autocomplete: 'off',
			spellcheck: 'false',
			...attributes,
			input: () => {
				change(input.value.trim());
			},
		},
		[]
	);
	input.value = value;
	return input;
}

export function checkbox(
	checked: boolean,
	label: LuciChild[],
	change: (checked: boolean) => void
): HTMLElement {
	const input = E(
		'input',
		{
			type: 'checkbox',
			change: () => {
				change(input.checked);
			},
		},
		[]
	);
	input.checked = checked;
	return E('label', { class: 'wgs-check' }, [input, E('span', {}, label)]);
}

export function select(
	value: string,
	choices: [value: string, label: string][],
	change: (value: string) => void
): HTMLSelectElement {
	const element = E(
		'select',
		{
			class: 'cbi-input-select',
			change: () => {
				change(element.value);
			},
		},
		choices.map(([choice, label]) => E('option', { value: choice }, [label]))
	);
	element.value = value;
	return element;
}
