// What do LuCI's fields and tables do, as far as the views and a person before them can see it?
// Written from luci.d.ts, as classes.ts is.

import { element } from './elements.ts';
import type { Datatype, FieldOptions, TextareaOptions } from 'luci:ui';

type Ui = (typeof import('luci:ui'))['default'];

// --- is a text what it should be? ---

const V4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

function isAddress(text: string): boolean {
	if (V4.test(text)) return true;
	if (!/^[\da-f:.]*:[\da-f:.]*$/i.test(text)) return false;
	try {
		return new URL(`http://[${text}]/`).host !== '';
	} catch {
		return false;
	}
}

/** 'address/bits' → are both right? */
function isPrefix(text: string): boolean {
	const [address = '', bits = '', ...more] = text.split('/');
	const most = address.includes(':') ? 128 : 32;
	return more.length === 0 && isAddress(address) && /^\d+$/.test(bits) && Number(bits) <= most;
}

const isWhole = (text: string, most: number): boolean => /^\d+$/.test(text) && Number(text) <= most;

const types: Record<Datatype, { expected: string; fits: (text: string) => boolean }> = {
	cidr: { expected: 'valid IPv4 CIDR or valid IPv6 CIDR', fits: isPrefix },
	host: {
		expected: 'valid hostname or IP address',
		fits: (text) => isAddress(text) || /^\w[\w.-]*$/.test(text),
	},
	ipaddr: {
		expected: 'valid IP address or prefix',
		fits: (text) => isAddress(text) || isPrefix(text),
	},
	port: { expected: 'valid port value', fits: (text) => isWhole(text, 65535) },
	'range(0,65535)': {
		expected: 'value between 0 and 65535',
		fits: (text) => isWhole(text, 65535),
	},
	uciname: { expected: 'valid UCI identifier', fits: (text) => /^\w+$/.test(text) },
	uinteger: { expected: 'positive integer value', fits: (text) => isWhole(text, Infinity) },
};

type Rules = Pick<FieldOptions, 'datatype' | 'validate'>;

/** What is wrong with the text, in words; '' when nothing is. */
function faultOf(text: string, { datatype, validate }: Rules): string {
	if (text !== '' && datatype !== undefined && !types[datatype].fits(text)) {
		return `Expecting: ${types[datatype].expected}`;
	}
	const said = validate?.(text) ?? true;
	return said === true ? '' : said;
}

function watch(input: HTMLInputElement, rules: Rules): void {
	const look = (): void => {
		const message = faultOf(input.value, rules);
		input.classList.toggle('cbi-input-invalid', message !== '');
		if (message === '') delete input.dataset['tooltip'];
		else input.dataset['tooltip'] = message;
		const type = message === '' ? 'validation-success' : 'validation-failure';
		input.dispatchEvent(new CustomEvent(type, { bubbles: true, detail: { message } }));
	};
	if (rules.datatype === undefined && rules.validate === undefined) return;
	input.addEventListener('keyup', look);
	input.addEventListener('blur', look);
}

// --- fields ---

function textInput({ id, placeholder }: FieldOptions): HTMLInputElement {
	const attributes = { id: `widget.${id}`, type: 'text', class: 'cbi-input-text', placeholder };
	return element('input', attributes, []);
}

export const Textfield: Ui['Textfield'] = class {
	private readonly node: HTMLElement;

	constructor(value: string, options: FieldOptions) {
		const input = textInput(options);
		input.value = value;
		watch(input, options);
		this.node = element('div', { id: options.id }, [input]);
	}

	render(): HTMLElement {
		return this.node;
	}
};

export const Textarea: Ui['Textarea'] = class {
	private readonly node: HTMLElement;

	constructor(value: string, { id, placeholder, rows, monospace, wrap }: TextareaOptions) {
		const area = element(
			'textarea',
			{
				id: `widget.${id}`,
				class: 'cbi-input-textarea',
				style: `width:100%${monospace ? ';font-family:monospace' : ''}`,
				placeholder,
				rows,
				wrap: wrap ? 'soft' : 'off',
			},
			[value]
		);
		this.node = element('div', { id, style: 'width:100%' }, [area]);
	}

	render(): HTMLElement {
		return this.node;
	}
};

let boxes = 0;

export const Checkbox: Ui['Checkbox'] = class {
	private readonly node: HTMLElement;

	constructor(value: '0' | '1') {
		boxes++;
		const id = `cb${boxes}`;
		const input = element('input', { id, type: 'checkbox' }, []);
		input.checked = value === '1';
		const label = element('label', { for: id }, []);
		this.node = element('div', { class: 'cbi-checkbox' }, [input, label]);
	}

	render(): HTMLElement {
		return this.node;
	}
};

export const Select: Ui['Select'] = class {
	private readonly node: HTMLElement;

	constructor(
		value: string,
		choices: Record<string, string>,
		{ id, sort }: { id: string; sort: string[] }
	) {
		const options = sort.map((key) => element('option', { value: key }, [choices[key] ?? key]));
		const attributes = { id: `widget.${id}`, class: 'cbi-input-select' };
		const input = element('select', attributes, options);
		input.value = value;
		this.node = element('div', { id }, [input]);
	}

	render(): HTMLElement {
		return this.node;
	}
};

export const DynamicList: Ui['DynamicList'] = class {
	private readonly node: HTMLElement;
	private readonly input: HTMLInputElement;
	private readonly adding: HTMLElement;

	constructor(values: string[], _choices: null, options: FieldOptions) {
		this.input = textInput(options);
		watch(this.input, options);
		const add = (): void => {
			if (this.input.value === '' || this.input.classList.contains('cbi-input-invalid')) return;
			this.addItem(this.input.value);
			this.input.value = '';
		};
		const plus = element('div', { class: 'btn cbi-button cbi-button-add', click: add }, ['+']);
		this.adding = element('div', { class: 'add-item control-group' }, [this.input, plus]);
		this.input.addEventListener('keydown', (event) => {
			if (event.key !== 'Enter') return;
			event.preventDefault();
			add();
		});
		this.node = element('div', { id: options.id, class: 'cbi-dynlist' }, [this.adding]);
		for (const value of values) this.addItem(value);
	}

	private items(): HTMLElement[] {
		return Array.from(this.node.querySelectorAll<HTMLElement>('.item'));
	}

	private changed(): void {
		this.node.dispatchEvent(new CustomEvent('cbi-dynlist-change', { bubbles: true }));
	}

	/** The keys Backspace and Delete, and a click on the sign at its end, take an item away. */
	private addItem(value: string): void {
		if (!this.items().some((item) => item.textContent === value)) {
			const item: HTMLElement = element('div', { class: 'item', tabindex: 0 }, [
				element('span', {}, [value]),
				element('input', { type: 'hidden', value }, []),
			]);
			const remove = (): void => {
				item.remove();
				this.changed();
			};
			item.addEventListener('keydown', ({ key }) => {
				if (key === 'Backspace' || key === 'Delete') remove();
			});
			item.addEventListener('click', ({ clientX }) => {
				const { width } = window.getComputedStyle(item, '::after');
				if (item.getBoundingClientRect().right - clientX <= parseFloat(width)) remove();
			});
			this.node.insertBefore(item, this.adding);
		}
		this.changed();
	}

	render(): HTMLElement {
		return this.node;
	}

	getValue(): string[] {
		const values = this.items().map(({ textContent }) => textContent);
		const { value, classList } = this.input;
		if (/\S/.test(value) && !classList.contains('cbi-input-invalid') && !values.includes(value)) {
			values.push(value);
		}
		return values;
	}

	setValue(values: string[]): void {
		for (const item of this.items()) item.remove();
		for (const value of values) this.addItem(value);
	}
};

// --- tables ---
