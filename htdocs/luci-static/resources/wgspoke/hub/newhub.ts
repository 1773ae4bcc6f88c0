// How does a server become the hub: the first one, or another one for the network that is here?

import { api } from '../pages/api.ts';
import { localSite } from '../pages/network.ts';
import { tabLink } from '../pages/tabs.ts';
import { scriptBlock } from '../pages/tellhub.ts';
import { button, buttonRow } from '../widgets/buttons.ts';
import { checkbox, field, hostField } from '../widgets/form.ts';
import { fillNode } from '../widgets/layout.ts';
import { faultNotice, findingNotice } from '../widgets/notices.ts';
import { recordField } from '../widgets/record.ts';
import type { FieldValue } from '../schema.ts';
import type { HubScripts, Network } from '../types.ts';

export class NewHub {
	readonly node: HTMLElement;
	private readonly result = E('div', { 'aria-live': 'polite' }, []);
	private readonly network: Network;
	private readonly first: boolean;
	private silent = false;

	/** `first`: this home has no hub yet, so what the network is like can still be chosen. */
	constructor({ network }: HubScripts, first: boolean) {
		this.first = first;
		this.network = first
			? network
			: { ...network, hub: { ...network.hub, public_key: '', endpoint_host: '' } };
		// A script for what was in the fields before would mislead.
		const forget = (): void => {
			fillNode(this.result, []);
		};
		this.node = E('div', {}, [
			E('div', { input: forget }, [
				...this.serverFields(),
				...(first ? this.networkFields() : []),
				this.answers(),
				buttonRow([button(_('Make the script'), 'positive', () => this.make())]),
			]),
			this.result,
		]);
	}

	private serverFields(): HTMLElement[] {
		const { hub } = this.network;
		const host = hostField(
			'',
			(value) => {
				hub.endpoint_host = value;
			},
			'203.0.113.1'
		);
		return [
			field(host, {
				label: _('Public address of the server'),
				help: _(
					'A name or an address. Leave it empty only if the server itself has the public address; on many clouds it has not.'
				),
			}),
			recordField('hub', 'endpoint_port', hub.endpoint_port, (port) => {
				hub.endpoint_port = port as number;
			}),
			recordField(
				'hub',
				'ports',
				hub.ports,
				(ports) => {
					hub.ports = ports as string;
				},
				{
					help: _(
						'UDP ports at which the hub hears besides, for where a provider slows one down or closes it.'
					),
				}
			),
		];
	}

	/** What a hub that answers opens, and how to do without. */
	private answers(): HTMLElement {
		return E('div', { 'data-part': 'answers' }, [
			E('p', {}, [
				_(
					'The hub answers the routers of your homes: names, who is connected, what you add or remove here. For that it opens TCP port 24380 inside the VPN, and nothing to the internet.'
				),
			]),
			checkbox(false, [_('Do without: the hub answers nobody')], (checked) => {
				this.silent = checked;
			}),
		]);
	}

	private networkFields(): HTMLElement[] {
		const { hub } = this.network;
		const local = localSite(this.network);
		const takeSubnet = (subnet: FieldValue): void => {
			hub.subnet = subnet as string;
			// The router chooses them in the new one.
			hub.address = '';
			local.address = '';
		};
		const own = (name: 'lan' | 'name'): HTMLElement =>
			recordField(
				'site',
				name,
				local[name],
				(value) => {
					(local as Record<string, FieldValue>)[name] = value;
				},
				{ local: true }
			);
		return [
			recordField('hub', 'subnet', hub.subnet, takeSubnet, { help: _('One that no home uses.') }),
			own('lan'),
			own('name'),
		];
	}

	private async make(): Promise<void> {
		try {
			// So that the hub knows this router from the beginning; one that has joined has its key.
			if (this.first && L.hasViewPermission() === true) await api.key();
			const { findings, script } = await api.hub_scripts(this.network, '', [], '', this.silent);
			const notices = findings.map((finding) => findingNotice(finding, null));
			fillNode(this.result, [...notices, ...(script === '' ? [] : this.steps(script))]);
		} catch (error) {
			fillNode(this.result, [faultNotice(error)]);
		}
	}

	private steps(script: string): HTMLElement[] {
		return [
			...scriptBlock(_('Script for a new hub'), script),
			E('p', {}, [
				_(
					'It makes the key of the hub there. At its end it prints which port the firewall of the provider has to let in, and one line. '
				),
				...(this.first
					? [
							_('Paste that line here, then invite the other home: '),
							tabLink('home', _('Overview')),
						]
					: []),
			]),
		];
	}
}
