// What are the pages made of? Small pieces of LuCI's own classes; every text becomes a text node.

import dom from 'luci:dom';
import { saveFile } from './save.ts';
import { findingFix, findingMessage } from './words.ts';
import type { Finding, Severity } from '../../../../root/usr/share/ucode/wgspoke/model/types.ts';

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

const noticeClass: Record<Severity, string> = {
	error: 'alert-message error',
	warning: 'alert-message warning',
	info: 'alert-message notice',
};

function severityWord(severity: Severity): string {
	if (severity === 'error') return _('Error', 'wgspoke finding');
	if (severity === 'warning') return _('Note', 'wgspoke finding');
	return _('For your information', 'wgspoke finding');
}

export function notice(severity: Severity, children: LuciChild[]): HTMLElement {
	const role = severity === 'error' ? 'alert' : 'status';
	return E('div', { class: `${noticeClass[severity]} wgs-notice`, role }, children);
}

/** One finding: what, why, what to do, and a button where that is one click. */
export function findingNotice(finding: Finding, fix: HTMLElement | null): HTMLElement {
	const line = finding.line > 0 ? ` (${_('line', 'wgspoke')} ${finding.line})` : '';
	return E('div', { class: `wgs-finding wgs-${finding.severity}`, 'data-code': finding.code }, [
		E('p', {}, [
			E('strong', {}, [`${severityWord(finding.severity)}${line}: `]),
			findingMessage(finding),
		]),
		E('p', {}, [findingFix(finding), ...(fix ? [' ', fix] : [])]),
	]);
}

/** Those that ask for something, without a button. */
export function seriousNotices(findings: Finding[]): HTMLElement[] {
	return findings
		.filter(({ severity }) => severity !== 'info')
		.map((finding) => findingNotice(finding, null));
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

/** A part that opens on demand. */
export function more(summary: string, children: LuciChild[], open = false): HTMLDetailsElement {
	const details = E('details', { class: 'wgs-more' }, [E('summary', {}, [summary]), ...children]);
	details.open = open;
	return details;
}

/** Puts the text on the clipboard; on plain http the browser only knows the old way. */
export async function copyText(text: string): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		const area = E('textarea', { style: 'position:fixed;opacity:0', 'aria-hidden': 'true' }, []);
		area.value = text;
		(document.querySelector('#modal_overlay .modal') ?? document.body).append(area);
		area.select();
		// Called deprecated, and the only way without https, which a router rarely has.
		const old: { execCommand(command: string): boolean } = document;
		const done = old.execCommand('copy');
		area.remove();
		return done;
	}
}

export interface CopyOptions {
	/** Name under which it can be saved, too. */
	file?: string;
	/** A long text is shown on demand only. */
	folded?: boolean;
	/** What is copied in place of the text. */
	copy?: string;
	/** Called once somebody has copied or saved it. */
	taken?: () => void;
}

/** Text to carry elsewhere, with its buttons. */
export function copyBlock(
	title: string,
	text: string,
	{ file, folded = false, copy = text, taken }: CopyOptions = {}
): HTMLElement {
	const said = E('span', { role: 'status', class: 'wgs-said' }, []);
	const toClipboard = async (): Promise<void> => {
		const done = await copyText(copy);
		said.textContent = done
			? _('Copied', 'wgspoke')
			: _('Mark the text and copy it by hand.', 'wgspoke');
		if (done) taken?.();
	};
	const buttons = [
		button(_('Copy', 'wgspoke'), 'neutral', toClipboard, {
			'aria-label': `${_('Copy', 'wgspoke')}: ${title}`,
		}),
	];
	if (file !== undefined) {
		const save = (): void => {
			saveFile(file, text);
			taken?.();
		};
		buttons.push(
			button(_('Save', 'wgspoke file'), 'neutral', save, {
				'aria-label': `${_('Save', 'wgspoke file')}: ${title}`,
			})
		);
	}
	const body = E('pre', { tabindex: '0' }, [text]);
	return E('div', { class: 'wgs-copy' }, [
		E('div', { class: 'wgs-copy-head' }, [
			E('strong', {}, [title]),
			E('span', {}, [said, ...buttons.flatMap((one) => [' ', one])]),
		]),
		folded ? more(_('Show the text', 'wgspoke'), [body]) : body,
	]);
}

/** Something that should not have happened: in words, with what a bug report needs and no secret. */
export function faultNotice(error: unknown): HTMLElement {
	const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	const denied = / ubus code 6:|Access denied|code -32002/.test(text);
	return notice('error', [
		E('p', {}, [
			denied
				? _('This login may not do that. Log in as root, or log in again.', 'wgspoke')
				: _(
						'That did not work, and it is not your fault. Try again; if it stays, report it:',
						'wgspoke'
					),
		]),
		copyBlock(_('Report', 'wgspoke'), `luci-app-wgspoke\n${text}\n${navigator.userAgent}`),
	]);
}

/** Replaces what the node holds. */
export function fillNode(node: Node, children: LuciChild[]): void {
	dom.content(node, children);
}
