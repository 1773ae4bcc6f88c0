// Step 4: does the hub know this router, and if not, what has to be run there?

import { api } from '../api.ts';
import { hubSteps, hubWords, syncScript } from '../hubwords.ts';
import { copyBlock, faultNotice, fillNode, more, notice } from '../parts.ts';
import { fill } from '../words.ts';
import type { Desk } from '../desk.ts';
import type { HubReply } from '../../../../../root/usr/share/ucode/wgspoke/model/types.ts';

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

/** Whether the hub knows this router already, and why; `known`: the commands are only there in case it does not. */
function lead({ draft, mayWrite }: Desk, publicKey: string): { known: boolean; text: string } {
	if (draft.editing) {
		return {
			known: true,
			text: _(
				'The hub knows this router. It needs to hear of it only when the networks of this home change.',
				'wgspoke'
			),
		};
	}
	if (draft.invited) {
		return {
			known: true,
			text: _('Nothing to do here: the home that invited this one tells the hub.', 'wgspoke'),
		};
	}
	if (draft.keyFromHub) {
		return {
			known: true,
			text: _(
				'Nothing to do: the hub made the key of this home, so the hub already knows this router.',
				'wgspoke'
			),
		};
	}
	if (draft.fromFile && ['', publicKey].includes(draft.oldKey)) {
		return {
			known: true,
			text: _(
				'If the line was printed by a script that this router made for the hub, the hub knows this router already.',
				'wgspoke'
			),
		};
	}
	return {
		known: false,
		text: mayWrite
			? _(
					'This router has made its own key; the private half never leaves it. Run this on the hub, so that it knows this router:',
					'wgspoke'
				)
			: _('This router makes its own key when someone joins who may change it.', 'wgspoke'),
	};
}

/** What to run: the script where the hub knows this home by an older key, else the commands. */
async function commandsFor({ draft }: Desk, reply: HubReply): Promise<HTMLElement[]> {
	if (['', reply.public_key].includes(draft.oldKey) || reply.peer_block === '') {
		return hubCommands(reply);
	}
	return [
		...hubSteps(reply, await syncScript([draft.oldKey], draft.network), true),
		E('p', {}, [
			_(
				'Every other home has to know the new key as well: there, on the page Hub, compare, and take the key over.',
				'wgspoke'
			),
		]),
	];
}

async function askHub(desk: Desk): Promise<HTMLElement[]> {
	const reply = await api.hub(desk.draft.network, desk.draft.text);
	const { known, text } = lead(desk, reply.public_key);
	const commands = await commandsFor(desk, reply);
	return [
		E('p', { 'data-part': known ? 'known' : 'unknown' }, [text]),
		...(known ? [more(_('If it does not: what to run there', 'wgspoke'), commands)] : commands),
	];
}

export function hubsideStep(desk: Desk): Node[] {
	const place = E('div', { 'aria-busy': 'true' }, [
		E('p', { class: 'spinning' }, [_('Asking the router…', 'wgspoke')]),
	]);
	void askHub(desk)
		.then((children) => {
			fillNode(place, children);
		})
		.catch((error: unknown) => {
			fillNode(place, [faultNotice(error)]);
		})
		.finally(() => {
			place.setAttribute('aria-busy', 'false');
		});
	const port = desk.draft.network.hub.endpoint_port;
	return [
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
