// What is asked before a device changes: its new name, whether its key is kept, whether it is meant to go?

import { openQuestion } from '../pages/question.ts';
import { checkbox, field, textField } from '../widgets/form.ts';
import { fill } from '../widgets/words.ts';

export const keepLabel = () =>
	_('Keep its private key on this router, so that the code can be shown again');

export function askName(name: string, go: (to: string) => Promise<void>): void {
	let to = name;
	const control = textField(name, (value) => {
		to = value;
	});
	openQuestion(
		fill(_('Rename {name}'), { name }),
		[field(control, { label: _('Name') })],
		_('Rename'),
		'positive',
		() => go(to)
	);
	control.input.focus();
	control.input.select();
}

/** `keep`: the key that is made is kept on this router. */
export function askNewKey(name: string, go: (keep: boolean) => Promise<void>): void {
	let keep = false;
	openQuestion(
		fill(_('A new key for {name}?'), { name }),
		[
			E('p', {}, [
				_(
					'For a device that was lost or reset. The old key works until the hub is updated. Where this router may not do that itself, the script for it comes next.'
				),
			]),
			checkbox(false, [keepLabel()], (checked) => {
				keep = checked;
			}),
		],
		_('Make a new key'),
		'negative',
		() => go(keep)
	);
}

export function askRemoval(name: string, go: () => Promise<void>): void {
	openQuestion(
		fill(_('Remove {name}?'), { name }),
		[
			E('p', {}, [
				_(
					'Its VPN address becomes free again. It can connect until the hub is updated. Where this router may not do that itself, the script for it comes next.'
				),
			]),
		],
		_('Remove'),
		'negative',
		go
	);
}
