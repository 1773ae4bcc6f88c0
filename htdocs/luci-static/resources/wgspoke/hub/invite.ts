// How does another home come in? Name and network here, one line to paste there.

import { api } from '../pages/api.ts';
import { joinTrial } from '../pages/joining.ts';
import { askChange } from '../pages/question.ts';
import { syncScript, tellHub } from '../pages/tellhub.ts';
import { tryOut } from '../pages/trial.ts';
import { copyBlock } from '../widgets/copy.ts';
import { fileName } from '../widgets/files.ts';
import { button, buttonRow, field, textInput } from '../widgets/form.ts';
import { Handout, onlyOnce } from '../widgets/handout.ts';
import { fillNode, fold } from '../widgets/layout.ts';
import { seriousNotices } from '../widgets/notices.ts';
import { fill, splitPrefixes } from '../widgets/words.ts';
import type { InviteReply } from '../types.ts';

/** What is known of a home before it is invited; what is '' the router takes from the home of that name. */
export interface Guest {
	name: string;
	address: string;
	publicKey: string;
}

interface Entered extends Guest {
	lan: string[];
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
	return new Handout(fill(_('Invitation for {name}', 'wgspoke'), { name }), secret, (taken) => [
		...seriousNotices(reply.findings),
		E('h4', {}, [_('For the other home', 'wgspoke')]),
		...(secret
			? [
					onlyOnce(
						_(
							'Send it on a way that you trust. If it is lost, invite the home again under the same name.',
							'wgspoke'
						)
					),
				]
			: []),
		copyBlock(
			_('This line, to be pasted there under VPN › Home network', 'wgspoke'),
			`${reply.line}\n`,
			{ file: `${file}.txt`, taken }
		),
		fold(_('Without this package there', 'wgspoke'), [
			copyBlock(_('Its WireGuard configuration', 'wgspoke'), reply.conf, {
				file: `${file}.conf`,
				taken,
			}),
		]),
		E('h4', {}, [_('At the hub, before that', 'wgspoke')]),
		...tellHub(reply.hub, sync, gone),
		...(reply.others.length === 0
			? []
			: [
					E('h4', {}, [_('At those who were there before', 'wgspoke')]),
					E('p', {}, [
						fill(
							_(
								'They reach {name} once each has this: a home by the command on its router, or by Edit sites on its page; a device by this line in its configuration.',
								'wgspoke'
							),
							{ name }
						),
					]),
					...reply.others.map((other) => copyBlock(other.name, other.add)),
				]),
	]);
}

/** The form of an invitation. */
export class InviteForm {
	readonly node = E('div', {}, []);
	private readonly example: string;
	private readonly invited: (sheet: Handout) => Promise<void>;

	/** `invited` is called with the sheet once the home is part of the network. */
	constructor(example: string, invited: (sheet: Handout) => Promise<void>) {
		this.example = example;
		this.invited = invited;
		this.fill({ name: '', address: '', publicKey: '' });
	}

	/** Puts these into a fresh form. */
	fill(guest: Guest): void {
		const { name, address, publicKey } = guest;
		const entered: Entered = { ...guest, lan: [] };
		const input = textInput(
			name,
			(value) => {
				entered.name = value;
			},
			{ placeholder: _('Home B', 'wgspoke') }
		);
		fillNode(this.node, [
			field(input, { label: _('Name', 'wgspoke site') }),
			field(
				textInput(
					'',
					(value) => {
						entered.lan = splitPrefixes(value);
					},
					{ placeholder: name === '' ? this.example : _('as it is here', 'wgspoke') }
				),
				{
					label: _('Networks', 'wgspoke site'),
					help: _('Of that home alone; several are separated by commas.', 'wgspoke'),
				}
			),
			fold(
				_('More about this home', 'wgspoke'),
				[
					field(
						textInput(
							address,
							(value) => {
								entered.address = value.replace(/\/.*$/, '');
							},
							{ placeholder: _('the next free one', 'wgspoke') }
						),
						{ label: _('VPN address', 'wgspoke site') }
					),
					field(
						textInput(
							publicKey,
							(value) => {
								entered.publicKey = value;
							},
							{ placeholder: _('made on this router', 'wgspoke') }
						),
						{
							label: _('Public key', 'wgspoke site'),
							help: _('If the other home has made its own key: the public half.', 'wgspoke'),
						}
					),
				],
				publicKey !== ''
			),
			buttonRow([button(_('Invite', 'wgspoke'), 'positive', () => this.invite({ ...entered }))]),
		]);
		if (name === '') return;
		input.focus();
		this.node.scrollIntoView({ block: 'center' });
	}

	/** The key is made by the first look; what is staged after the yes has the same. */
	private invite(entered: Entered): Promise<void> {
		const { name, lan, address, publicKey } = entered;
		let reply: InviteReply | null = null;
		return askChange({
			title: fill(_('Invite {name}?', 'wgspoke'), { name }),
			lead: [
				E('p', {}, [_('Its devices can then be reached from here. After the change:', 'wgspoke')]),
			],
			yes: _('Invite', 'wgspoke'),
			kind: 'positive',
			look: async () => {
				reply = await api.invite(name, lan, address, publicKey, true);
				return reply;
			},
			go: async () => {
				if (reply) await this.apply(reply, entered);
			},
		});
	}

	private async apply(reply: InviteReply, entered: Entered): Promise<void> {
		const { network } = reply;
		const site = network.sites.find(({ name }) => name === entered.name);
		if (!site) return;
		const outcome = await tryOut({
			...joinTrial({ network, text: '', editing: true, hub: null, commands: () => [] }),
			title: _('Adding the home', 'wgspoke'),
			stage: () => api.invite(site.name, site.lan, site.address, site.public_key, false),
			// Nobody answers from there yet: what comes next is the invitation.
			close: '',
		});
		if (outcome !== 'kept') return;
		const replaced = reply.findings.filter(({ code }) => code === 'home-replaced');
		const gone = replaced.map(({ values }) => values['value'] ?? '').filter((key) => key !== '');
		const sync = await syncScript(gone);
		await this.invited(invitation(reply, entered, sync, gone.length > 0));
	}
}
