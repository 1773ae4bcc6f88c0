// How is the hub told of somebody: now, and for its next start?

import { copyBlock } from './parts.ts';
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
