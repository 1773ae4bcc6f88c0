// Does the hub know this router, and if not, what has to be run there?

import { api } from '../../pages/api.ts';
import { syncScript, tellHub as wordsForHub } from '../../pages/tellhub.ts';
import { copyBlock } from '../../widgets/copy.ts';
import { fillNode, fold } from '../../widgets/layout.ts';
import { faultNotice, notice } from '../../widgets/notices.ts';
import type { HubReply } from '../../types.ts';
import type { Wizard } from '../step.ts';

/** What makes the hub know this router, now and after its next start, in one step; by an older key too, which goes. */
export async function hubCommands({ draft }: Wizard, reply: HubReply): Promise<HTMLElement[]> {
	if (reply.peer_block === '') {
		return [
			notice('warning', [_('The script appears once the fields of the earlier steps are right.')]),
		];
	}
	const replaces = !['', reply.public_key].includes(draft.oldKey);
	const sync = await syncScript(replaces ? [draft.oldKey] : [], draft.network, draft.paste);
	return [
		...wordsForHub(reply, sync, replaces),
		copyBlock(_('The public key of this router'), reply.public_key),
		...(replaces
			? [
					E('p', {}, [
						_(
							'Your other homes need the new key as well: on their page Hub, check the hub and say yes to this home.'
						),
					]),
				]
			: []),
	];
}

/** Whether the hub knows this router already, and why; `known`: the commands are only there in case it does not. */
function lead({ draft, mayWrite }: Wizard, publicKey: string): { known: boolean; text: string } {
	if (draft.kind === 'invitation') {
		return {
			known: true,
			text: _('Nothing to do: the home that invited this one tells the hub.'),
		};
	}
	if (draft.kind === 'network' && ['', publicKey].includes(draft.oldKey)) {
		return {
			known: true,
			text: _(
				'If the hub printed this line after running a script from this router, it already knows this router.'
			),
		};
	}
	return {
		known: false,
		text: mayWrite
			? _('This router has made its own key. Run this on the hub, so that it knows this router:')
			: _('This router makes its own key when someone joins who may change settings.'),
	};
}

async function askHub(wizard: Wizard): Promise<HTMLElement[]> {
	const { network, paste, takeOver } = wizard.draft;
	const reply = await api.hub(network, paste, takeOver);
	const { known, text } = lead(wizard, reply.public_key);
	const commands = await hubCommands(wizard, reply);
	return [
		E('p', { 'data-part': known ? 'known' : 'unknown' }, [text]),
		...(known ? [fold(_("Hub doesn't know this router? Run this there"), commands)] : commands),
	];
}

/** Nothing where the hub made the key of this home, or knows it otherwise for sure. */
export function tellHub(wizard: Wizard): HTMLElement | null {
	const { draft } = wizard;
	return draft.keyFromHub || draft.editing ? null : tellHubPart(wizard);
}

function tellHubPart(wizard: Wizard): HTMLElement {
	const container = E('div', { 'aria-busy': 'true' }, [
		E('p', { class: 'spinning' }, [_('Asking the router…')]),
	]);
	void askHub(wizard)
		.then((children) => {
			fillNode(container, children);
		})
		.catch((error: unknown) => {
			fillNode(container, [faultNotice(error)]);
		})
		.finally(() => {
			container.setAttribute('aria-busy', 'false');
		});
	return container;
}
