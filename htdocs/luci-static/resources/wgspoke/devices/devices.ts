// Which devices are in the network, and what can be done with each? List, form, and the dialogs of its buttons.

import { api } from '../pages/api.ts';
import { openQuestion } from '../pages/question.ts';
import { syncScript } from '../pages/tellhub.ts';
import { plainTrial, tryOut } from '../pages/trial.ts';
import { button, buttonRow, checkbox, field, textInput } from '../widgets/form.ts';
import { fillNode, fold } from '../widgets/layout.ts';
import { faultNotice, notice } from '../widgets/notices.ts';
import { fill } from '../widgets/words.ts';
import { DnsField } from './dns.ts';
import { deviceHandout } from './handout.ts';
import type { Device, DeviceReply } from '../types.ts';

/** What the form for a new device holds. */
interface Entered {
	name: string;
	address: string;
	publicKey: string;
	keep: boolean;
}

const keepLabel = () =>
	_('Keep its private key on this router, so that this can be shown again', 'wgspoke');

export class DevicesPage {
	readonly node = E('div', { class: 'wgs cbi-map' }, []);
	private readonly mayWrite = L.hasViewPermission() === true;
	private readonly off = this.mayWrite ? undefined : 'disabled';
	private readonly sheet = E('div', { 'aria-live': 'polite' }, []);
	private readonly list = E('div', {}, []);
	private readonly form = E('div', {}, []);
	private readonly dns = new DnsField();

	constructor(devices: Device[]) {
		fillNode(this.node, [
			E('h2', {}, [_('Devices', 'wgspoke')]),
			E('p', {}, [
				_(
					'Phones and laptops that reach the homes from anywhere. Only what is meant for the homes goes through the tunnel.',
					'wgspoke'
				),
			]),
			this.sheet,
			this.list,
			...(this.mayWrite
				? [this.form]
				: [notice('info', [_('This login may look, but not change the router.', 'wgspoke')])]),
		]);
		this.drawList(devices);
		this.drawForm();
	}

	// --- what is seen ---

	private row(device: Device): HTMLElement {
		const { name } = device;
		const act = (label: string, kind: 'neutral' | 'negative', go: () => unknown) =>
			button(label, kind, go, { disabled: this.off, 'aria-label': `${label}: ${name}` });
		return E('tr', { class: 'tr' }, [
			E('td', { class: 'td', 'data-title': _('Name', 'wgspoke device') }, [name]),
			E('td', { class: 'td', 'data-title': _('VPN address', 'wgspoke device') }, [device.address]),
			E(
				'td',
				{ class: 'td' },
				[
					act(_('Show', 'wgspoke device'), 'neutral', () => this.show(name)),
					act(_('Rename', 'wgspoke device'), 'neutral', () => {
						this.rename(name);
					}),
					act(_('New key', 'wgspoke device'), 'neutral', () => {
						this.newKey(device);
					}),
					act(_('Remove', 'wgspoke device'), 'negative', () => {
						this.remove(device);
					}),
				].flatMap((one) => [one, ' '])
			),
		]);
	}

	private drawList(devices: Device[]): void {
		fillNode(this.list, [
			devices.length === 0
				? E('p', {}, [E('em', {}, [_('No devices yet.', 'wgspoke')])])
				: E('table', { class: 'table wgs-rows' }, [
						E('tr', { class: 'tr table-titles' }, [
							E('th', { class: 'th', scope: 'col' }, [_('Name', 'wgspoke device')]),
							E('th', { class: 'th', scope: 'col' }, [_('VPN address', 'wgspoke device')]),
							E('th', { class: 'th' }, []),
						]),
						...devices.map((device) => this.row(device)),
					]),
		]);
	}

	private drawForm(): void {
		const entered: Entered = { name: '', address: '', publicKey: '', keep: false };
		const name = textInput(
			'',
			(value) => {
				entered.name = value;
			},
			{ placeholder: _('iPhone', 'wgspoke') }
		);
		const address = textInput(
			'',
			(value) => {
				entered.address = value.replace(/\/.*$/, '');
			},
			{ placeholder: _('the next free one', 'wgspoke') }
		);
		const publicKey = textInput(
			'',
			(value) => {
				entered.publicKey = value;
			},
			{ placeholder: _('made on this router', 'wgspoke') }
		);
		fillNode(this.form, [
			E('div', { class: 'cbi-section' }, [
				E('h3', {}, [_('Add a device', 'wgspoke')]),
				E('p', {}, [
					_(
						'It goes onto the list of this router, whose tunnel stays as it is. What the hub has to be told is shown then.',
						'wgspoke'
					),
				]),
				field(name, { label: _('Name', 'wgspoke device') }),
				fold(_('More about this device', 'wgspoke'), [
					field(address, { label: _('VPN address', 'wgspoke device') }),
					field(publicKey, {
						label: _('Public key', 'wgspoke device'),
						help: _('If the device has made its own key: the public half.', 'wgspoke'),
					}),
					checkbox(false, [keepLabel()], (checked) => {
						entered.keep = checked;
					}),
					this.dns.node,
				]),
				buttonRow([
					button(_('Add', 'wgspoke device'), 'positive', () => this.add(entered), {
						'aria-label': _('Add the device', 'wgspoke'),
					}),
				]),
			]),
		]);
	}

	/** `old`: the key that the hub is to forget. */
	private async showSheet(reply: DeviceReply, title: string, old = ''): Promise<void> {
		deviceHandout(reply, title, await syncScript([old]), old !== '').showIn(this.sheet);
	}

	// --- what is done ---

	/** Applies it; the reply once it is kept, else null. A kept key whose device is gone, or never came, goes. */
	private async change(
		title: string,
		stage: () => Promise<DeviceReply>
	): Promise<DeviceReply | null> {
		let reply: DeviceReply | null = null;
		const outcome = await tryOut(
			plainTrial(title, async () => {
				reply = await stage();
				return reply;
			})
		);
		try {
			await api.forget();
			const { devices } = await api.status();
			this.drawList(devices);
		} catch (error) {
			fillNode(this.list, [faultNotice(error)]);
		}
		return outcome === 'kept' ? reply : null;
	}

	private async add({ name, address, publicKey, keep }: Entered): Promise<void> {
		const reply = await this.change(_('Adding the device', 'wgspoke'), async () =>
			api.device_add(name, address, publicKey, await this.dns.value(), keep)
		);
		if (!reply) return;
		this.drawForm();
		await this.showSheet(reply, fill(_('{name} is added', 'wgspoke'), { name }));
	}

	private async show(name: string): Promise<void> {
		try {
			await this.showSheet(await api.device_show(name, await this.dns.value()), name);
		} catch (error) {
			fillNode(this.list, [faultNotice(error)]);
		}
	}

	private rename(name: string): void {
		let to = name;
		const input = textInput(name, (value) => {
			to = value;
		});
		openQuestion(
			fill(_('Rename {name}', 'wgspoke'), { name }),
			[field(input, { label: _('Name', 'wgspoke device') })],
			_('Rename', 'wgspoke device'),
			'positive',
			async () => {
				await this.change(_('Renaming the device', 'wgspoke'), () => api.device_rename(name, to));
			}
		);
		input.focus();
		input.select();
	}

	private newKey(device: Device): void {
		const { name } = device;
		let keep = false;
		openQuestion(
			fill(_('A new key for {name}?', 'wgspoke'), { name }),
			[
				E('p', {}, [
					_(
						'For a device that was lost or set up anew. The old key opens nothing any more once the hub has been told; the script for it is shown then.',
						'wgspoke'
					),
				]),
				checkbox(false, [keepLabel()], (checked) => {
					keep = checked;
				}),
			],
			_('Make a new key', 'wgspoke'),
			'negative',
			async () => {
				const reply = await this.change(_('Making a new key', 'wgspoke'), async () =>
					api.device_key(name, '', await this.dns.value(), keep)
				);
				if (!reply) return;
				const title = fill(_('{name} has a new key', 'wgspoke'), { name });
				await this.showSheet(reply, title, device.public_key);
			}
		);
	}

	private remove(device: Device): void {
		const { name } = device;
		openQuestion(
			fill(_('Remove {name}?', 'wgspoke'), { name }),
			[
				E('p', {}, [
					_(
						'It goes off the list of this router, and its VPN address is free again. It can still use the network until the hub has been told; the script for it is shown then.',
						'wgspoke'
					),
				]),
			],
			_('Remove', 'wgspoke device'),
			'negative',
			async () => {
				const reply = await this.change(_('Removing the device', 'wgspoke'), () =>
					api.device_remove(name)
				);
				if (!reply) return;
				const title = fill(_('{name} is removed', 'wgspoke'), { name });
				await this.showSheet(reply, title, device.public_key);
			}
		);
	}
}
