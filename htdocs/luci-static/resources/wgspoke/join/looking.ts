// How does a hub whose owner has no file for this home tell of itself? By a command that only looks, run there.

import { api } from '../pages/api.ts';
import { copyBlock } from '../widgets/copy.ts';
import { fillNode, fold } from '../widgets/layout.ts';
import { faultNotice } from '../widgets/notices.ts';

/** The command, folded until somebody opens it; `open`: it is what helps now. It is asked for once it is seen. */
export function lookAtHub(open: boolean): HTMLElement {
	const command = E('div', {}, []);
	let asked = false;
	const ask = async (): Promise<void> => {
		try {
			const { look } = await api.hub_scripts(undefined, '', [], '');
			fillNode(command, [copyBlock(_('Command that looks at the hub'), look, { folded: true })]);
		} catch (error) {
			fillNode(command, [faultNotice(error)]);
		}
	};
	const node = fold(
		_('The hub runs already, but you have no configuration for this home'),
		[
			E('p', {}, [
				_(
					'Run this on the hub as root, and paste above what it prints. It only reads, and prints no private key. Then choose which of its homes this one is; a home that it does not know yet is added.'
				),
			]),
			command,
		],
		open
	);
	// One that begins open tells of it as well.
	node.addEventListener('toggle', () => {
		if (asked) return;
		asked = true;
		void ask();
	});
	return node;
}
