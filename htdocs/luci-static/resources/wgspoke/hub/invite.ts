// How does another home come in? Name and network here, one line to paste there.

import { api } from '../pages/api.ts';
import { editChange } from '../pages/joining.ts';
import { askChange } from '../pages/question.ts';
import { tabLink } from '../pages/tabs.ts';
import { syncScript, tellHub } from '../pages/tellhub.ts';
import { tryOut } from '../pages/trial.ts';
import { bar } from '../widgets/bar.ts';
import { button, buttonRow } from '../widgets/buttons.ts';
import { copyBlock } from '../widgets/copy.ts';
import { checkbox, enterPresses } from '../widgets/form.ts';
import { fileName } from '../widgets/files.ts';
import { Handout, onlyOnce } from '../widgets/handout.ts';
import { fillNode, fold } from '../widgets/layout.ts';
import { seriousNotices } from '../widgets/notices.ts';
import { recordField } from '../widgets/record.ts';
import { dataOf, fill } from '../widgets/words.ts';
import { answeringLink } from './answering.ts';
import type { FieldValue } from '../schema.ts';
import type { RecordFieldOptions } from '../widgets/record.ts';
import type { InviteReply } from '../types.ts';

/** What is '' the router takes from the home of that name, or chooses. */
interface Entered {
	name: string;
	address: string;
	publicKey: string;
	/** May it change the hub, too? */
	manage: boolean;
	lan: string[];
	/** Public networks that the person has said yes to. */
	publicOk: string[];
}

/** What the other home gets and what everybody else has to do; `gone`: the script for the hub has it forget a key. */
function invitation(
	reply: InviteReply,
	{ name, publicKey }: Entered,
	sync: string,
	gone: boolean
): Handout {
	const secret = publicKey === '';
	const address = reply.network.sites.find((site) => site.name === name)?.address ?? '';
	const file = fileName({ name, address });
	return new Handout(fill(_('Invitation for {name}'), { name }), secret, (taken) => [
		...seriousNotices(reply.findings),
		E('h4', {}, [_('For the other home')]),
		...(secret
			? [
					onlyOnce(
						_(
							'Send it in a way that you trust. If it gets lost, invite the home again under the same name.'
						)
					),
				]
			: []),
		copyBlock(_('Paste this line there, under VPN › Home network'), `${reply.line}\n`, {
			file: `${file}.txt`,
			taken,
		}),
		fold(_('If that router does not have this package'), [
			copyBlock(_('Its WireGuard configuration'), reply.conf, {
				file: `${file}.conf`,
				taken,
			}),
		]),
		...(reply.at_hub
			? [bar('done', [_('The hub has been told.')], [])]
			: [
					E('h4', {}, [_('On the hub, before that')]),
					...tellHub(reply.hub, sync, gone),
					E('p', {}, [_('Without copying:'), ' ', answeringLink()]),
				]),
		...forOthers(reply, name),
	]);
}

/** What everybody else has to do; a hub that was told tells the homes. */
function forOthers({ others, at_hub: told }: InviteReply, name: string): LuciChild[] {
	if (others.length === 0) return [];
	const title = E('h4', {}, [_('Update your other homes and devices')]);
	const blocks = (some: InviteReply['others']) => some.map((one) => copyBlock(one.name, one.add));
	if (!told) {
		return [
			title,
			E('p', {}, [
				fill(
					_(
						'They can reach {name} once each has this: a home by the command on its router, or by Edit homes on its page; a device by this line in its configuration.'
					),
					{ name }
				),
			]),
			...blocks(others),
		];
	}
	const devices = others.filter(({ kind }) => kind === 'device');
	return [
		title,
		...(devices.length === others.length
			? []
			: [
					E('p', { 'data-part': 'homes' }, [
						_(
							'The hub tells your other homes within a minute: press Add on their page Overview. A home that follows the hub adds it by itself.'
						),
					]),
				]),
		...(devices.length === 0
			? []
			: [
					E('p', {}, [
						fill(
							_(
								'A phone or laptop reaches {name} once its configuration has this line instead of its AllowedIPs:'
							),
							{ name }
						),
					]),
					...blocks(devices),
					E('p', {}, [
						_('A device whose key is kept here has its new code on the page: '),
						tabLink('devices', _('Devices')),
					]),
				]),
	];
}

/** The form of an invitation. */
export class InviteForm {
	readonly node = E('div', {}, []);
	private readonly example: string;
	private readonly manages: boolean;
	private readonly invited: (handout: Handout) => Promise<void>;

	/** `invited` is called with the handout once the home is part of the network. `manages`: may this router change the hub? */
	constructor(example: string, manages: boolean, invited: (handout: Handout) => Promise<void>) {
		this.example = example;
		this.manages = manages;
		this.invited = invited;
		this.draw();
	}

	private draw(): void {
		const nothing = { name: '', address: '', publicKey: '', lan: [], publicOk: [] };
		const entered: Entered = { ...nothing, manage: false };
		const row = (
			field: 'name' | 'lan' | 'address' | 'public_key',
			value: FieldValue,
			options: RecordFieldOptions
		): HTMLElement => {
			const take = (taken: FieldValue): void => {
				Object.assign(entered, { [field === 'public_key' ? 'publicKey' : field]: taken });
			};
			return recordField('site', field, value, take, options);
		};
		const invite = button(_('Invite'), 'positive', () => this.invite({ ...entered }));
		fillNode(this.node, [
			row('name', '', { placeholder: _('Home B') }),
			row('lan', [], {
				placeholder: this.example,
				help: _('The LAN of that home; separate several by commas.'),
			}),
			fold(_('More about this home'), [
				row('address', '', { placeholder: _('the next free one'), help: '' }),
				row('public_key', '', { placeholder: _('made on this router') }),
			]),
			...(this.manages
				? [
						checkbox(false, [_('Its router may change the hub, too')], (checked) => {
							entered.manage = checked;
						}),
					]
				: []),
			buttonRow([invite]),
		]);
		enterPresses(this.node, invite);
	}

	/** The key is made by the first look; the change after the yes has the same. */
	private invite(entered: Entered): Promise<void> {
		const { name, lan, address, publicKey, publicOk, manage } = entered;
		let reply: InviteReply | null = null;
		return askChange({
			title: fill(_('Invite {name}?'), { name }),
			lead: [E('p', {}, [_('Nothing has changed yet. Inviting will:')])],
			yes: _('Invite'),
			kind: 'positive',
			look: async () => {
				reply = await api.invite(name, lan, address, publicKey, publicOk, manage, true, false);
				return reply;
			},
			go: async () => {
				if (reply) await this.apply(reply, entered);
			},
			fixFor: ({ code, values }) => {
				if (code !== 'public-prefix') return null;
				const prefix = dataOf(values, 'value');
				return button(fill(_('Reach {prefix} through the tunnel'), { prefix }), 'action', () =>
					this.invite({ ...entered, publicOk: [...publicOk, prefix] })
				);
			},
		});
	}

	private async apply(reply: InviteReply, entered: Entered): Promise<void> {
		const { network } = reply;
		const site = network.sites.find(({ name }) => name === entered.name);
		if (!site) return;
		/** The first reply alone has the key; what the hub is told, and by whom, is settled by the last. */
		let made = reply;
		const outcome = await tryOut({
			...editChange(network),
			title: _('Adding the home'),
			begin: async (byHand) => {
				const begun = await api.invite(
					site.name,
					site.lan,
					site.address,
					site.public_key,
					network.hub.public_ok,
					entered.manage,
					false,
					byHand
				);
				made = { ...reply, at_hub: begun.at_hub, hub: begun.hub };
				return begun;
			},
			alone: true,
			// Nobody answers from there yet: what comes next is the invitation.
			close: '',
		});
		if (outcome !== 'kept') return;
		const replaced = reply.findings.filter(({ code }) => code === 'home-replaced');
		const gone = replaced.map(({ values }) => dataOf(values, 'value')).filter((key) => key !== '');
		const sync = made.at_hub ? '' : await syncScript(gone);
		await this.invited(invitation(made, entered, sync, gone.length > 0));
	}
}
