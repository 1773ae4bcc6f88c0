// How is a text carried elsewhere? A block with its buttons: copy, and save.

import { button } from './buttons.ts';
import { saveFile } from './files.ts';
import { fold } from './layout.ts';
import { fill } from './words.ts';

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
		said.textContent = done ? _('Copied') : _('Mark the text and copy it by hand.');
		if (done) taken?.();
	};
	const buttons = [
		button(_('Copy'), 'neutral', toClipboard, {
			'aria-label': fill(_('Copy: {title}'), { title }),
		}),
	];
	if (file !== undefined) {
		const save = (): void => {
			saveFile(file, text);
			taken?.();
		};
		buttons.push(
			button(_('Save'), 'neutral', save, {
				'aria-label': fill(_('Save: {title}'), { title }),
			})
		);
	}
	const body = E('pre', { tabindex: '0' }, [text]);
	return E('div', { class: 'wgs-copy' }, [
		E('div', { class: 'wgs-copy-head' }, [
			E('strong', {}, [title]),
			E('span', {}, [said, ...buttons.flatMap((one) => [' ', one])]),
		]),
		folded ? fold(_('Show the text'), [body]) : body,
	]);
}

/** A key in short, whole in its tooltip: 'Js4v0…7pUk=' */
export function shortKey(key: string): HTMLElement {
	return E('code', { class: 'wgs-key', title: key }, [`${key.slice(0, 5)}…${key.slice(-5)}`]);
}
