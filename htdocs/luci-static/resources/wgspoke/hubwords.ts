// How is the hub told: of somebody by hand, or of everybody by a script?

import { api } from './api.ts';
import { copyBlock, more } from './parts.ts';
import { tabLink } from './tabs.ts';
import type { HubWords } from '../../../../root/usr/share/ucode/wgspoke/types.ts';

/** Nothing while the words are empty. */
export function hubWords({ live, peer_block }: HubWords): HTMLElement[] {
	const blocks: HTMLElement[] = [];
	if (live.length > 0) {
		blocks.push(copyBlock(_('Now, as root on the running hub', 'wgspoke'), `${live.join('\n')}\n`));
	}
	if (peer_block !== '') {
		blocks.push(
			copyBlock(
				_('For its next start, at the end of /etc/wireguard/wg0.conf there', 'wgspoke'),
				peer_block
			)
		);
	}
	return blocks;
}

/** For whom the words are: a hub that is kept in another way has another place for it. */
export function hubKind(): HTMLElement {
	return E('p', {}, [
		_(
			'This is for a hub with wg-quick whose tunnel is wg0. For another name, and for wg-easy: ',
			'wgspoke'
		),
		tabLink('hub', _('Hub', 'wgspoke')),
	]);
}

/** A command of letters and digits alone: a shell into which it is pasted completes and expands nothing in it. */
function pasteable(script: string): string {
	const bytes = new TextEncoder().encode(script);
	const packed = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
	return `base64 -d << 'E' | $(command -v sudo) sh\n${packed.replace(/.{76}/g, '$&\n')}\nE\n`;
}

/** The script by which the hub forgets the keys and is in step with the rest; '' for no keys. */
export async function syncWithout(keys: string[]): Promise<string> {
	const known = keys.filter((key) => key !== '');
	if (known.length === 0) return '';
	// Without it there are still the commands.
	const scripts = await api.hub_scripts(undefined, '', known, '').catch(() => null);
	return scripts?.sync ?? '';
}

/** What the hub is told of somebody who had another key before; `sync` is the script, the rest is for doing it by hand. */
export function forgetWords(words: HubWords, sync: string): HTMLElement[] {
	return [
		E('p', {}, [
			_(
				'Until this has run there, the old key goes on opening your network. It takes the old key out of the tunnel and out of its file, and brings the rest in step.',
				'wgspoke'
			),
		]),
		...scriptBlock(_('Script for the hub', 'wgspoke'), sync),
		more(_('By hand', 'wgspoke'), [
			hubKind(),
			...hubWords(words),
			E('p', {}, [
				_(
					'And delete the [Peer] block with the old key from /etc/wireguard/wg0.conf there, or it is back after a restart.',
					'wgspoke'
				),
			]),
		]),
	];
}

/** A script that is run at the hub, and how. */
export function scriptBlock(title: string, script: string): HTMLElement[] {
	return [
		E('p', {}, [
			_(
				'Copy gives one command to paste into a shell at the hub. Or save it, and run it there: ',
				'wgspoke'
			),
			E('code', {}, ['sudo sh hub.sh']),
		]),
		copyBlock(title, script, { file: 'hub.sh', folded: true, copy: pasteable(script) }),
	];
}
