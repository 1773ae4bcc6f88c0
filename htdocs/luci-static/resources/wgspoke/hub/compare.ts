// What does the running hub lack, and which script brings it in step?

import { api } from '../pages/api.ts';
import { openQuestion } from '../pages/question.ts';
import { scriptBlock } from '../pages/tellhub.ts';
import { plainChange, tryOut } from '../pages/trial.ts';
import { button, buttonRow } from '../widgets/buttons.ts';
import { copyBlock } from '../widgets/copy.ts';
import { field, textArea, textField } from '../widgets/form.ts';
import { fillNode, section } from '../widgets/layout.ts';
import { faultNotice, findingNotice, notice } from '../widgets/notices.ts';
import { dataOf, fill } from '../widgets/words.ts';
import type { DeviceReply, Finding, HubScripts } from '../types.ts';
import type { Guest } from './invite.ts';

export class HubCompare {
	readonly node = E('div', {}, []);
	private readonly mayWrite = L.hasViewPermission() === true;
	/** Shows the network, which a click here may have changed. */
	private readonly drawn: (scripts: HubScripts) => void;
	/** Takes a home, and what the hub knows of it, into the form for inviting. */
	private readonly reinvite: (guest: Guest) => void;
	private scripts: HubScripts;
	private name = '';
	/** Keys that the hub is to forget. */
	private gone: string[] = [];
	private output = '';
	private asked = 0;
	private readonly found = E('div', { role: 'status' }, []);
	private readonly look = E('div', {}, []);
	private readonly sync = E('div', {}, []);

	constructor(
		scripts: HubScripts,
		drawn: (scripts: HubScripts) => void,
		reinvite: (guest: Guest) => void
	) {
		this.scripts = scripts;
		this.drawn = drawn;
		this.reinvite = reinvite;
		fillNode(this.node, [this.lookSection(), this.syncSection()]);
		this.draw();
	}

	private lookSection(): HTMLElement {
		const printed = textArea(
			'',
			(text) => {
				this.output = text;
			},
			{
				label: _('What the hub printed'),
				placeholder: 'hub … 24356\nrunning … 192.168.151.2/32,192.168.2.0/24',
				rows: 6,
			}
		);
		return section(
			_('Check the hub'),
			[
				E('p', {}, [
					_(
						'Run this on the hub as root, and paste below what it prints. It only reads, and prints no private key.'
					),
				]),
				this.look,
				printed.node,
				buttonRow([button(_('Compare'), 'action', () => this.compare())]),
				this.found,
			],
			'look'
		);
	}

	private syncSection(): HTMLElement {
		const name = textField(
			'',
			(value) => {
				this.name = value;
				// A script for the name before would mislead.
				fillNode(this.sync, []);
			},
			{ placeholder: 'wg0', changed: () => void this.refresh() }
		);
		return section(
			_('Update the hub'),
			[
				E('p', {}, [
					_(
						'Adds everyone listed here to the running hub and to wg0.conf. Safe to run again; no tunnel drops.'
					),
				]),
				field(name, { label: _('Name of the tunnel on the hub') }),
				this.sync,
			],
			'sync'
		);
	}

	private draw(): void {
		this.drawn(this.scripts);
		fillNode(this.look, [
			copyBlock(_('Command that looks at the hub'), this.scripts.look, { folded: true }),
		]);
		fillNode(this.sync, [
			...this.gone.map((key) =>
				E('p', { class: 'wgs-finding wgs-warning', 'data-part': 'gone' }, [
					fill(_('It removes the key {key} from the hub. '), { key }),
					button(_('Leave it there'), 'neutral', async () => {
						this.gone = this.gone.filter((one) => one !== key);
						await this.compare();
					}),
				])
			),
			...scriptBlock(_('Script for the hub'), this.scripts.sync),
		]);
	}

	/** Asks for the scripts again; false when a newer question is under way. */
	private async refresh(): Promise<boolean> {
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
				notice('info', [_('Paste what the command printed on the hub first.')]),
			]);
			return;
		}
		if (!(await this.refresh())) return;
		const { differences } = this.scripts;
		fillNode(
			this.found,
			differences.length === 0
				? [notice('info', [_('The hub is up to date.')])]
				: differences.map((finding) => findingNotice(finding, this.fixFor(finding)))
		);
	}

	/** What one click can do about a peer whose key is not known here. */
	private fixFor({ code, values }: Finding): HTMLElement | null {
		const key = dataOf(values, 'value');
		if (code === 'hub-extra') return this.strangerFix(key, dataOf(values, 'address'));
		if (code === 'hub-knows') return this.takeOver(values);
		if (code === 'hub-rekeyed-here') return this.removeButton(key);
		if (code !== 'hub-rekeyed') return null;
		return E(
			'span',
			{},
			[this.takeOver(values), this.removeButton(key)].flatMap((one) => (one ? [one, ' '] : []))
		);
	}

	/** For a member, not this home, whose key at the hub is another one than here. */
	private takeOver(values: Finding['values']): HTMLElement | null {
		const kind = dataOf(values, 'kind');
		if (!this.mayWrite || kind === 'local') return null;
		const [key, name, address] = [
			dataOf(values, 'value'),
			dataOf(values, 'name'),
			dataOf(values, 'address'),
		];
		return button(fill(_('Yes, this is {name}'), { name }), 'action', () => {
			if (kind === 'site') {
				this.reinvite({ name, address, publicKey: key });
				return;
			}
			return this.device(_('Using the new key'), () => api.device_key(name, key, '', false));
		});
	}

	private removeButton(key: string): HTMLElement | null {
		if (this.gone.includes(key)) return null;
		return button(_('Remove from hub'), 'negative', async () => {
			this.gone.push(key);
			await this.compare();
		});
	}

	/** Somebody with one VPN address is most likely a device; others may go. */
	private strangerFix(key: string, address: string): HTMLElement | null {
		const remove = this.removeButton(key);
		if (!remove || address === '' || !this.mayWrite) return remove;
		const add = button(_('Add to my devices'), 'action', () => {
			this.nameDevice(key, address);
		});
		return E('span', {}, [add, ' ', remove]);
	}

	private nameDevice(key: string, address: string): void {
		let name = '';
		const control = textField(
			'',
			(value) => {
				name = value;
			},
			{ placeholder: 'MacBook' }
		);
		openQuestion(
			_('Whose is it?'),
			[
				E('p', {}, [
					fill(
						_(
							'Adds the device with the VPN address {address} to your devices, with the key that it has. Nothing changes for it.'
						),
						{ address }
					),
				]),
				field(control, { label: _('Name') }),
			],
			_('Add'),
			'positive',
			() => this.device(_('Adding the device'), () => api.device_add(name, address, key, '', false))
		);
		control.input.focus();
	}

	private async device(title: string, begin: () => Promise<DeviceReply>): Promise<void> {
		if ((await tryOut(plainChange(title, begin))) === 'kept') await this.compare();
	}
}
