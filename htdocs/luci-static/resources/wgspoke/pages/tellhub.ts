// How is the hub told: of somebody by hand, or of everybody by a script?

import { copyBlock } from '../widgets/copy.ts';
import { fold } from '../widgets/layout.ts';
import { api } from './api.ts';
import { tabLink } from './tabs.ts';
import type { HubWords, Network } from '../types.ts';

/** Nothing while the words are empty. */
export function commandBlocks({ live, peer_block }: HubWords): HTMLElement[] {
	const blocks: HTMLElement[] = [];
	if (live.length > 0) {
		blocks.push(copyBlock(_('For the running hub, as root'), `${live.join('\n')}\n`));
	}
	if (peer_block !== '') {
		blocks.push(
			copyBlock(_('For after a restart, at the end of /etc/wireguard/wg0.conf there'), peer_block)
		);
	}
	return blocks;
}

/** For whom the words are: a hub that is kept in another way has another place for it. */
function hubKind(): HTMLElement {
	return E('p', {}, [
		_(
			'This is for a hub with wg-quick whose tunnel is named wg0. For another name, and for wg-easy: '
		),
		tabLink('hub', _('Hub')),
	]);
}

/** A command of letters and digits alone: a shell into which it is pasted completes and expands nothing in it. */
export function pasteable(script: string): string {
	const bytes = new TextEncoder().encode(script);
	const packed = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
	return `base64 -d << 'E' | $(command -v sudo) sh\n${packed.replace(/.{76}/g, '$&\n')}\nE\n`;
}

/**
 * The script that brings the hub in step and has it forget the keys; '' when the router does not give it now.
 * `network`: of a router that has not joined yet, with the text that may have its key.
 */
export async function syncScript(
	gone: string[],
	network?: Network,
	paste?: string
): Promise<string> {
	const keys = gone.filter((key) => key !== '');
	// Without it there are still the commands.
	const scripts = await api.hub_scripts(network, '', keys, '', false, paste).catch(() => null);
	return scripts?.sync ?? '';
}

/** How the hub is told: by the script, or by hand. `gone`: somebody's old key goes with it. */
export function tellHub(words: HubWords, sync: string, gone: boolean): HTMLElement[] {
	const byHand = [
		hubKind(),
		...commandBlocks(words),
		...(gone
			? [
					E('p', {}, [
						_(
							'And delete the [Peer] block with the old key from /etc/wireguard/wg0.conf there, or it returns after a restart.'
						),
					]),
				]
			: []),
	];
	if (sync === '') return byHand;
	return [
		E('p', {}, [
			gone
				? _('The old key still works until you run this on the hub.')
				: _(
						'Adds everyone listed here to the running hub and to wg0.conf. Safe to run again; no tunnel drops.'
					),
		]),
		...scriptBlock(_('Script “Update the hub”'), sync),
		fold(_('By hand'), byHand),
	];
}

/** A script that is run at the hub, and how. */
export function scriptBlock(title: string, script: string): HTMLElement[] {
	return [
		E('p', {}, [
			_('Copy gives one command to paste on the hub. Or save the script and run it there: '),
			E('code', {}, ['sudo sh hub.sh']),
		]),
		copyBlock(title, script, { file: 'hub.sh', folded: true, copy: pasteable(script) }),
	];
}
