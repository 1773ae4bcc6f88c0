// Does the hub know this router, and if not, what has to be run there?

import { api } from '../../pages/api.ts';
import { commandBlocks, syncScript, tellHub as wordsForHub } from '../../pages/tellhub.ts';
import { copyBlock } from '../../widgets/copy.ts';
import { fillNode, fold } from '../../widgets/layout.ts';
import { faultNotice, notice } from '../../widgets/notices.ts';
import type { HubReply } from '../../types.ts';
import type { Wizard } from '../step.ts';

/** What makes the hub know this router, for now and for after its next start. */
export function hubCommands(reply: HubReply): HTMLElement[] {
	if (reply.peer_block === '') {
		return [
			notice('warning', [_('The commands appear once the fields of the earlier steps are right.')]),
		];
	}
	return [...commandBlocks(reply), copyBlock(_('The public key of this router'), reply.public_key)];
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

/** What to run: the script where the hub knows this home by an older key, else the commands. */
async function commandsFor({ draft }: Wizard, reply: HubReply): Promise<HTMLElement[]> {
	if (['', reply.public_key].includes(draft.oldKey) || reply.peer_block === '') {
		return hubCommands(reply);
	}
	return [
		...wordsForHub(reply, await syncScript([draft.oldKey], draft.network), true),
		E('p', {}, [
			_(
				'Your other homes need the new key as well: on their page Hub, check the hub and say yes to this home.'
			),
		]),
	];
}

async function askHub(wizard: Wizard): Promise<HTMLElement[]> {
	const { network, paste, takeOver } = wizard.draft;
	const reply = await api.hub(network, paste, takeOver);
	const { known, text } = lead(wizard, reply.public_key);
	const commands = await commandsFor(wizard, reply);
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
