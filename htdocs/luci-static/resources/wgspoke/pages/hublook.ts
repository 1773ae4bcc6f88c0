// How does somebody look at the hub? By one command that only reads, run there; what it prints is pasted here and decides.

import { button, buttonRow } from '../widgets/buttons.ts';
import { copyBlock } from '../widgets/copy.ts';
import { textArea } from '../widgets/form.ts';
import { fillNode, fold } from '../widgets/layout.ts';
import { faultNotice, findingNotice, notice } from '../widgets/notices.ts';
import { api } from './api.ts';
import type { Finding } from '../types.ts';

/** The block with the command. */
export function lookCommand(look: string): HTMLElement {
	return copyBlock(_('Command that looks at the hub'), look, { folded: true });
}

/**
 * Words, `command`, a box for what it printed, and what is pressed then: `compare` takes the text, and gives what is to
 * be said of it.
 */
export function lookParts(
	command: LuciChild,
	compare: (printed: string) => Promise<LuciChild[]>
): HTMLElement[] {
	const told = E('div', { role: 'status' }, []);
	let output = '';
	const printed = textArea(
		'',
		(text) => {
			output = text;
		},
		{
			label: _('What the hub printed'),
			placeholder: 'hub … 24356\nrunning … 192.168.151.2/32,192.168.2.0/24',
			rows: 6,
		}
	);
	const press = async (): Promise<void> => {
		if (output.trim() === '') {
			fillNode(told, [notice('info', [_('Paste what the command printed on the hub first.')])]);
			return;
		}
		try {
			fillNode(told, await compare(output));
		} catch (error) {
			fillNode(told, [faultNotice(error)]);
		}
	};
	return [
		E('p', {}, [
			_(
				'Run this on the hub as root, and paste below what it prints. It only reads, and prints no private key.'
			),
		]),
		E('div', {}, [command]),
		printed.node,
		buttonRow([button(_('Compare'), 'action', press)]),
		told,
	];
}

/** Why what was pasted cannot be used, in words; [] when it can. */
export function unusable(findings: Finding[]): HTMLElement[] {
	return findings.map((one) => findingNotice(one, null));
}

/** The same as a part that opens on demand, and fetches the command then. It stays as it is while a page is mended. */
export function lookFold(
	compare: (printed: string) => Promise<LuciChild[]>,
	open = false
): HTMLElement {
	const command = E('div', {}, [E('p', { class: 'spinning' }, [_('Asking the router…')])]);
	const details = fold(_('Check the hub'), lookParts(command, compare), open);
	let asked = false;
	const fetch = async (): Promise<void> => {
		if (asked || !details.open) return;
		asked = true;
		try {
			const { look } = await api.hub_scripts(undefined, '', [], '');
			fillNode(command, [lookCommand(look)]);
		} catch (error) {
			asked = false;
			fillNode(command, [faultNotice(error)]);
		}
	};
	details.addEventListener('toggle', () => void fetch());
	if (open) void fetch();
	details.setAttribute('data-part', 'look-here');
	details.setAttribute('data-key', 'look-here');
	details.setAttribute('data-keep', '');
	return details;
}
