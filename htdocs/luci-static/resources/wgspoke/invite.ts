// How does another home come in? Name and network here, one line to paste there.

import { api } from './api.ts';
import { applyTask } from './apply.ts';
import { ask } from './ask.ts';
import { hubWords } from './hubwords.ts';
import {
	button,
	buttonRow,
	copyBlock,
	field,
	findingNotice,
	more,
	notice,
	textInput,
} from './parts.ts';
import { confName } from './save.ts';
import { joinTask } from './tasks.ts';
import { fill, splitPrefixes } from './words.ts';
import type { InviteReply } from '../../../../root/usr/share/ucode/wgspoke/types.ts';

interface Entered {
	name: string;
	lan: string[];
	address: string;
	publicKey: string;
}

/** What the other home gets and what everybody else has to do, in order. */
function inviteSheet(reply: InviteReply, { name, publicKey }: Entered): HTMLElement {
	const secret = publicKey === '';
	return E('div', { class: 'cbi-section', 'data-part': 'sheet' }, [
		E('h3', { tabindex: '-1' }, [fill(_('Invitation for {name}', 'wgspoke'), { name })]),
		...reply.findings
			.filter(({ severity }) => severity !== 'info')
			.map((finding) => findingNotice(finding, null)),
		E('h4', {}, [_('At the hub', 'wgspoke')]),
		...hubWords(reply.hub),
		E('h4', {}, [_('At the other home', 'wgspoke')]),
		...(secret
			? [
					notice('warning', [
						_(
							'The line holds the private key of that home, and is shown this once: it is not kept anywhere. Send it on a way that you trust.',
							'wgspoke'
						),
					]),
				]
			: []),
		copyBlock(
			_('This line, to be pasted there under VPN › Home network', 'wgspoke'),
			`${reply.line}\n`,
			{ file: `${confName(name).slice(0, -5)}.txt` }
		),
		more(_('Without this package there', 'wgspoke'), [
			copyBlock(_('Its WireGuard configuration', 'wgspoke'), reply.conf, { file: confName(name) }),
		]),
		...(reply.others.length === 0
			? []
			: [
					E('h4', {}, [_('At those who were there before', 'wgspoke')]),
					E('p', {}, [fill(_('They reach {name} once each has added this:', 'wgspoke'), { name })]),
					...reply.others.map((other) => copyBlock(other.name, other.add)),
				]),
	]);
}

/** The form; `invited` is called with the sheet once the home is part of the network. */
export function inviteForm(
	example: string,
	invited: (sheet: HTMLElement) => Promise<void>
): HTMLElement {
	const entered: Entered = { name: '', lan: [], address: '', publicKey: '' };
	const invite = (): Promise<void> => {
		let reply: InviteReply | null = null;
		// The key is made by the first look; what is staged after the yes has the same.
		const asked = { ...entered };
		return ask({
			title: fill(_('Invite {name}?', 'wgspoke'), { name: asked.name }),
			lead: [
				E('p', {}, [_('This will change here, so that its devices can be reached:', 'wgspoke')]),
			],
			yes: _('Invite', 'wgspoke'),
			kind: 'positive',
			look: async () => {
				reply = await api.invite(asked.name, asked.lan, asked.address, asked.publicKey);
				return reply;
			},
			go: async () => {
				if (!reply) return;
				const made = reply;
				const site = made.network.sites.find(({ name }) => name === asked.name);
				const task = joinTask({
					network: made.network,
					text: '',
					editing: true,
					hub: null,
					commands: () => [],
				});
				const outcome = await applyTask({
					...task,
					title: _('Adding the home', 'wgspoke'),
					stage: () =>
						api.invite(
							asked.name,
							asked.lan,
							site?.address ?? asked.address,
							site?.public_key ?? asked.publicKey
						),
					close: _('Show the invitation', 'wgspoke'),
				});
				if (outcome === 'kept') await invited(inviteSheet(made, asked));
			},
		});
	};
	return E('div', {}, [
		field(
			textInput(
				'',
				(value) => {
					entered.name = value;
				},
				{ placeholder: _('Home B', 'wgspoke') }
			),
			{ label: _('Name', 'wgspoke site') }
		),
		field(
			textInput(
				'',
				(value) => {
					entered.lan = splitPrefixes(value);
				},
				{ placeholder: example }
			),
			{
				label: _('Networks', 'wgspoke site'),
				help: _('Different from those of every other home.', 'wgspoke'),
			}
		),
		more(_('More about this home', 'wgspoke'), [
			field(
				textInput(
					'',
					(value) => {
						entered.address = value.replace(/\/.*$/, '');
					},
					{ placeholder: _('the next free one', 'wgspoke') }
				),
				{ label: _('VPN address', 'wgspoke site') }
			),
			field(
				textInput(
					'',
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
		]),
		buttonRow([button(_('Invite', 'wgspoke'), 'positive', invite)]),
	]);
}
