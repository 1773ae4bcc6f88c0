// What is to be run at the hub as a whole: to look at it, to bring it in step, to make a new one.

import { api } from './api.ts';
import { localSite } from './draft.ts';
import {
	button,
	buttonRow,
	copyBlock,
	faultNotice,
	field,
	fillNode,
	findingNotice,
	newId,
	notice,
	textInput,
} from './parts.ts';
import { splitPrefixes } from './words.ts';
import type {
	Finding,
	HubScripts,
	Network,
} from '../../../../root/usr/share/ucode/wgspoke/types.ts';

/** How a script is run there, said once above it. */
function howToRun(): HTMLElement {
	return E('p', {}, [
		_('Paste it into a shell at the hub as root, or save it and run it there: ', 'wgspoke'),
		E('code', {}, ['sudo sh hub.sh']),
	]);
}

/** The running hub: what it lacks, and the script that brings it in step. */
export class HubSide {
	readonly node = E('div', {}, []);
	private scripts: HubScripts;
	private name = '';
	/** Keys that the hub is to forget. */
	private gone: string[] = [];
	private output = '';
	private asked = 0;
	/** Takes a home, and the public key that the hub has for it, into the form for inviting. */
	private readonly reinvite: (name: string, publicKey: string) => void;
	private readonly found = E('div', { role: 'status' }, []);
	private readonly look = E('div', {}, []);
	private readonly sync = E('div', {}, []);

	constructor(scripts: HubScripts, reinvite: (name: string, publicKey: string) => void) {
		this.scripts = scripts;
		this.reinvite = reinvite;
		const area = E(
			'textarea',
			{
				id: newId(),
				class: 'cbi-input-textarea wgs-text wgs-short',
				spellcheck: 'false',
				autocomplete: 'off',
				'aria-label': _('What the hub printed', 'wgspoke'),
				placeholder: 'hub … 24356\nrunning … 192.168.151.2/32,192.168.2.0/24',
				input: () => {
					this.output = area.value;
				},
			},
			[]
		);
		fillNode(this.node, [
			E('div', { class: 'cbi-section', 'data-part': 'look' }, [
				E('h3', {}, [_('Does the hub know everybody?', 'wgspoke')]),
				E('p', {}, [
					_(
						'Run this at the hub as root, and paste below what it prints. It only reads, and prints no private key.',
						'wgspoke'
					),
				]),
				this.look,
				area,
				buttonRow([button(_('Compare', 'wgspoke'), 'action', () => this.compare())]),
				this.found,
			]),
			E('div', { class: 'cbi-section', 'data-part': 'sync' }, [
				E('h3', {}, [_('Bring the hub in step', 'wgspoke')]),
				E('p', {}, [
					_(
						'This script tells the hub of everybody in the table, for now and for its next start. It drops no tunnel, leaves peers alone that are not in the table, and changes nothing when it is run again.',
						'wgspoke'
					),
				]),
				howToRun(),
				field(
					textInput(
						'',
						(value) => {
							this.name = value;
						},
						{
							placeholder: 'wg0',
							change: () => {
								void this.ask();
							},
						}
					),
					{ label: _('Name of the tunnel at the hub', 'wgspoke') }
				),
				this.sync,
			]),
		]);
		this.draw();
	}

	private draw(): void {
		fillNode(this.look, [
			copyBlock(_('To look at the hub', 'wgspoke'), this.scripts.look, { folded: true }),
		]);
		fillNode(this.sync, [
			copyBlock(_('Script for the hub', 'wgspoke'), this.scripts.sync, {
				file: 'hub.sh',
				folded: true,
			}),
		]);
	}

	/** Asks for the scripts again; false when a newer question is under way. */
	private async ask(): Promise<boolean> {
		const turn = ++this.asked;
		try {
			const reply = await api.hub_scripts(undefined, this.name, this.gone, this.output);
			if (turn !== this.asked) return false;
			this.scripts = reply;
			this.draw();
			return true;
		} catch (error) {
			fillNode(this.found, [faultNotice(error)]);
			return false;
		}
	}

	private async compare(): Promise<void> {
		if (this.output.trim() === '') {
			fillNode(this.found, [
				notice('info', [_('Paste what the command printed at the hub first.', 'wgspoke')]),
			]);
			return;
		}
		if (!(await this.ask())) return;
		const { differences } = this.scripts;
		fillNode(
			this.found,
			differences.length === 0
				? [notice('info', [_('The hub has everything as it should be.', 'wgspoke')])]
				: differences.map((finding) => findingNotice(finding, this.fixFor(finding)))
		);
	}

	/** What one click can do about a peer whose key is not known here. */
	private fixFor({ code, values }: Finding): HTMLElement | null {
		const key = values['value'] ?? '';
		if (code === 'hub-extra' && !this.gone.includes(key)) {
			return button(_('Let the script remove it', 'wgspoke'), 'negative', async () => {
				this.gone.push(key);
				await this.compare();
			});
		}
		if (code !== 'hub-knows' || L.hasViewPermission() !== true) return null;
		return button(_('Invite it with this key', 'wgspoke'), 'action', () => {
			this.reinvite(values['name'] ?? '', key);
		});
	}
}

/** What a new server is asked for: its script, for the network as it is here. */
export class NewHub {
	readonly node = E('div', {}, []);
	private readonly result = E('div', { 'aria-live': 'polite' }, []);
	private readonly network: Network;

	/** `first`: this home has no hub yet, so what the network is like can still be chosen. */
	constructor({ network }: HubScripts, first: boolean) {
		this.network = first
			? network
			: { ...network, hub: { ...network.hub, public_key: '', endpoint_host: '' } };
		fillNode(this.node, [
			...this.serverFields(),
			...(first ? this.networkFields() : []),
			buttonRow([button(_('Make the script', 'wgspoke'), 'positive', () => this.make())]),
			this.result,
		]);
	}

	private serverFields(): HTMLElement[] {
		const { hub } = this.network;
		return [
			field(
				textInput(
					'',
					(value) => {
						hub.endpoint_host = value;
					},
					{ placeholder: '203.0.113.1' }
				),
				{
					label: _('Public address of the server', 'wgspoke'),
					help: _('A name or an address. Left empty, the server takes its own.', 'wgspoke'),
				}
			),
			field(
				textInput(
					String(hub.endpoint_port),
					(value) => {
						hub.endpoint_port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
					},
					{ inputmode: 'numeric' }
				),
				{ label: _('Port', 'wgspoke') }
			),
		];
	}

	private networkFields(): HTMLElement[] {
		const { hub } = this.network;
		const local = localSite(this.network);
		return [
			field(
				textInput(hub.subnet, (value) => {
					hub.subnet = value;
					// The router chooses them in the new one.
					hub.address = '';
					local.address = '';
				}),
				{ label: _('VPN network', 'wgspoke'), help: _('One that no home uses.', 'wgspoke') }
			),
			field(
				textInput(local.lan.join(', '), (value) => {
					local.lan = splitPrefixes(value);
				}),
				{
					label: _('Networks of this home', 'wgspoke'),
					help: _('Several are separated by commas.', 'wgspoke'),
				}
			),
			field(
				textInput(local.name, (value) => {
					local.name = value;
				}),
				{ label: _('Name of this home', 'wgspoke') }
			),
		];
	}

	private async make(): Promise<void> {
		try {
			// So that the hub knows this router from the beginning.
			if (L.hasViewPermission() === true) await api.key();
			const { findings, script } = await api.hub_scripts(this.network, '', [], '');
			const notices = findings.map((finding) => findingNotice(finding, null));
			fillNode(this.result, [...notices, ...(script === '' ? [] : scriptSteps(script))]);
		} catch (error) {
			fillNode(this.result, [faultNotice(error)]);
		}
	}
}

/** The script that makes a server the hub, and what comes after it. */
function scriptSteps(script: string): HTMLElement[] {
	return [
		howToRun(),
		copyBlock(_('Script for a new hub', 'wgspoke'), script, { file: 'hub.sh', folded: true }),
		E('p', {}, [
			_(
				'It makes the key of the hub there, and prints at its end which port the provider’s firewall has to let in, and one line. Paste that line on the page Overview.',
				'wgspoke'
			),
		]),
	];
}
