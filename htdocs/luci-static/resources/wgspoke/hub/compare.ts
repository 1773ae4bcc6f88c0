// What does the running hub lack, and which script brings it in step?

import { api } from '../pages/api.ts';
import { openQuestion } from '../pages/question.ts';
import { scriptBlock } from '../pages/tellhub.ts';
import { plainTrial, tryOut } from '../pages/trial.ts';
import { copyBlock } from '../widgets/copy.ts';
import { button, buttonRow, field, newId, textInput } from '../widgets/form.ts';
import { fillNode } from '../widgets/layout.ts';
import { faultNotice, findingNotice, notice } from '../widgets/notices.ts';
import { fill } from '../widgets/words.ts';
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
		return E('div', { class: 'cbi-section', 'data-part': 'look' }, [
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
		]);
	}

	private syncSection(): HTMLElement {
		const name = textInput(
			'',
			(value) => {
				this.name = value;
				// A script for the name before would mislead.
				fillNode(this.sync, []);
			},
			{ placeholder: 'wg0', change: () => void this.refresh() }
		);
		return E('div', { class: 'cbi-section', 'data-part': 'sync' }, [
			E('h3', {}, [_('Bring the hub in step', 'wgspoke')]),
			E('p', {}, [
				_(
					'This script tells the hub of everybody whose key is known here, for now and for its next start. It drops no tunnel, leaves other peers and their networks alone, and changes nothing when it is run again.',
					'wgspoke'
				),
			]),
			field(name, { label: _('Name of the tunnel at the hub', 'wgspoke') }),
			this.sync,
		]);
	}

	private draw(): void {
		this.drawn(this.scripts);
		fillNode(this.look, [
			copyBlock(_('To look at the hub', 'wgspoke'), this.scripts.look, { folded: true }),
		]);
		fillNode(this.sync, [
			...this.gone.map((key) =>
				E('p', { class: 'wgs-finding wgs-warning', 'data-part': 'gone' }, [
					fill(_('It removes the peer {key} there. ', 'wgspoke'), { key }),
					button(_('Leave it there', 'wgspoke'), 'neutral', async () => {
						this.gone = this.gone.filter((one) => one !== key);
						await this.compare();
					}),
				])
			),
			...scriptBlock(_('Script for the hub', 'wgspoke'), this.scripts.sync),
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
				notice('info', [_('Paste what the command printed at the hub first.', 'wgspoke')]),
			]);
			return;
		}
		if (!(await this.refresh())) return;
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
		const { value: key = '', address = '', kind = '' } = values;
		if (code === 'hub-extra') return this.strangerFix(key, address);
		if (code === 'hub-knows') return kind === 'this home' ? null : this.takeOver(values);
		if (code !== 'hub-rekeyed') return null;
		const remove = this.removeButton(key);
		const take = kind === 'this home' ? null : this.takeOver(values);
		return E(
			'span',
			{},
			[take, remove].flatMap((one) => (one ? [one, ' '] : []))
		);
	}

	/** For a member whose key at the hub is another one than here. */
	private takeOver(values: Record<string, string>): HTMLElement | null {
		if (!this.mayWrite) return null;
		const { value: key = '', name = '', address = '', kind = '' } = values;
		return button(_('Take this key over', 'wgspoke'), 'action', () => {
			if (kind === 'other home') {
				this.reinvite({ name, address, publicKey: key });
				return;
			}
			return this.device(_('Taking the key over', 'wgspoke'), () =>
				api.device_key(name, key, '', false)
			);
		});
	}

	private removeButton(key: string): HTMLElement | null {
		if (this.gone.includes(key)) return null;
		return button(_('Let the script remove it', 'wgspoke'), 'negative', async () => {
			this.gone.push(key);
			await this.compare();
		});
	}

	/** Somebody with one VPN address is most likely a device; others may go. */
	private strangerFix(key: string, address: string): HTMLElement | null {
		const remove = this.removeButton(key);
		if (!remove || address === '' || !this.mayWrite) return remove;
		const add = button(_('It is a device of ours', 'wgspoke'), 'action', () => {
			this.nameDevice(key, address);
		});
		return E('span', {}, [add, ' ', remove]);
	}

	private nameDevice(key: string, address: string): void {
		let name = '';
		const input = textInput(
			'',
			(value) => {
				name = value;
			},
			{ placeholder: 'MacBook' }
		);
		openQuestion(
			_('Whose is it?', 'wgspoke'),
			[
				E('p', {}, [
					fill(
						_(
							'The device with the VPN address {address} goes onto the list of this router, with the key that it has. Nothing changes for it.',
							'wgspoke'
						),
						{ address }
					),
				]),
				field(input, { label: _('Name', 'wgspoke device') }),
			],
			_('Add', 'wgspoke device'),
			'positive',
			() =>
				this.device(_('Adding the device', 'wgspoke'), () =>
					api.device_add(name, address, key, '', false)
				)
		);
		input.focus();
	}

	private async device(title: string, stage: () => Promise<DeviceReply>): Promise<void> {
		if ((await tryOut(plainTrial(title, stage))) === 'kept') await this.compare();
	}
}
