// Step 4: does the hub know this router, and if not, what has to be run there?

import { api } from '../api.ts';
import { hubWords } from '../hubwords.ts';
import { copyBlock, faultNotice, fillNode, more, notice } from '../parts.ts';
import { fill } from '../words.ts';
import type { Desk } from '../desk.ts';
import type { HubReply } from '../../../../../root/usr/share/ucode/wgspoke/types.ts';

/** What makes the hub know this router, for now and for after its next start. */
export function hubCommands(reply: HubReply): HTMLElement[] {
	if (reply.peer_block === '') {
		return [
			notice('warning', [
				_('The commands can be made when the fields of the earlier steps are right.', 'wgspoke'),
			]),
		];
	}
	return [
		...hubWords(reply),
		copyBlock(_('The public key of this router', 'wgspoke'), reply.public_key),
	];
}

export function hubsideStep(desk: Desk): Node[] {
	const { draft, mayWrite } = desk;
	const known = draft.keyFromHub || draft.editing;
	const place = E('div', { 'aria-busy': 'true' }, [
		E('p', { class: 'spinning' }, [_('Asking the router…', 'wgspoke')]),
	]);
	void api
		.hub(draft.network, draft.text)
		.then((reply) => {
			const commands = hubCommands(reply);
			fillNode(
				place,
				known ? [more(_('If it does not: what to run there', 'wgspoke'), commands)] : commands
			);
		})
		.catch((error: unknown) => {
			fillNode(place, [faultNotice(error)]);
		})
		.finally(() => {
			place.setAttribute('aria-busy', 'false');
		});

	const lead = draft.editing
		? _(
				'The hub knows this router. It needs to hear of it only when the networks of this home change.',
				'wgspoke'
			)
		: draft.keyFromHub
			? _(
					'Nothing to do: the hub made the key of this home, so the hub already knows this router.',
					'wgspoke'
				)
			: mayWrite
				? _(
						'This router has made its own key; the private half never leaves it. Run this on the hub, so that it knows this router:',
						'wgspoke'
					)
				: _('This router makes its own key when someone joins who may change it.', 'wgspoke');
	const port = draft.network.hub.endpoint_port;
	return [
		E('p', { 'data-part': known ? 'known' : 'unknown' }, [lead]),
		place,
		E('p', {}, [
			fill(
				_(
					'The firewall of the hub, and that of its provider, must let UDP port {port} in.',
					'wgspoke'
				),
				{ port }
			),
		]),
	];
}
