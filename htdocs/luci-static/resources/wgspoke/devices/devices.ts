// Which devices are in the network, and what can be done with each? List and form.

import poll from 'luci:poll';
import { api } from '../pages/api.ts';
import { syncScript } from '../pages/tellhub.ts';
import { plainChange, tryOut } from '../pages/trial.ts';
import { button, buttonRow } from '../widgets/buttons.ts';
import { checkbox, enterPresses } from '../widgets/form.ts';
import { fillNode, fold, section } from '../widgets/layout.ts';
import { mendChildren } from '../widgets/mend.ts';
import { faultNotice, notice } from '../widgets/notices.ts';
import { recordField } from '../widgets/record.ts';
import { fill } from '../widgets/words.ts';
import { askName, askNewKey, askRemoval, keepLabel } from './dialogs.ts';
import { DnsField } from './dns.ts';
import { DeviceHandout } from './handout.ts';
import { deviceRow, lacksOf, thereRow } from './rows.ts';
import type { FieldValue } from '../schema.ts';
import type { Device, DeviceReply, DeviceThere, StatusReply } from '../types.ts';

const REFRESH_SECONDS = 5;

/** What the form for a new device holds. */
interface Entered {
	name: string;
	address: string;
	publicKey: string;
	keep: boolean;
}

export class DevicesPage {
	readonly node = E('div', { class: 'wgs cbi-map' }, []);
	private readonly mayWrite = L.hasViewPermission() === true;
	private readonly off = this.mayWrite ? undefined : 'disabled';
	private readonly handout = E('div', {}, []);
	private status: StatusReply;
	/** Whose device is waited for. */
	private shown: DeviceHandout | null = null;
	private readonly list = E('div', {}, []);
	private readonly form = E('div', {}, []);
	private readonly dns = new DnsField();

	constructor(status: StatusReply) {
		this.status = status;
		fillNode(this.node, [
			E('h2', {}, [_('Devices')]),
			E('p', {}, [
				_(
					'Phones and laptops that reach your homes from anywhere. Only traffic for your homes goes through the VPN.'
				),
			]),
			this.handout,
			this.list,
			...(this.mayWrite
				? [this.form]
				: [notice('info', [_('This login can look, but not change anything.')])]),
		]);
		this.drawList();
		this.drawForm();
		poll.add(this.refresh, REFRESH_SECONDS);
	}

	private readonly refresh = async (): Promise<void> => {
		if (document.hidden) return;
		try {
			// Whoever waits wants to know now.
			if (this.shown?.node.isConnected && this.status.hub_age !== null) await api.ask();
			this.status = await api.status();
		} catch {
			// LuCI itself tells of a lost router or login; the last state stays.
			return;
		}
		this.drawList();
	};

	// --- what is seen ---

	private row(device: Device, index: number): HTMLElement {
		const { name } = device;
		const isOld = lacksOf(this.status, name).length > 0;
		const act = (
			label: string,
			heard: string,
			kind: 'neutral' | 'negative' | 'action',
			go: () => unknown
		) => button(label, kind, go, { disabled: this.off, 'aria-label': fill(heard, { name }) });
		const buttons = [
			act(_('Show'), _('Show: {name}'), isOld ? 'action' : 'neutral', () => this.show(name)),
			act(_('Rename'), _('Rename: {name}'), 'neutral', () => {
				askName(name, (to) => this.rename(name, to));
			}),
			act(_('New key'), _('New key: {name}'), 'neutral', () => {
				askNewKey(name, (keep) => this.newKey(device, keep));
			}),
			act(_('Remove'), _('Remove: {name}'), 'negative', () => {
				askRemoval(name, () => this.remove(device));
			}),
		];
		return deviceRow(this.status, device, index, buttons);
	}

	private rowThere(one: DeviceThere): HTMLElement {
		const heard = fill(_('Add {name}'), { name: one.name });
		const more = { disabled: this.off, 'aria-label': heard };
		return thereRow(
			one,
			button(_('Add'), 'positive', () => this.follow(one), more)
		);
	}

	private drawList(): void {
		const { network, hub_age: age, devices_there: there } = this.status;
		const devices = network?.devices ?? [];
		const place = devices.findIndex(({ public_key: key }) => key === this.shown?.key);
		this.shown?.heard(this.status.devices[place]?.heard ?? null, age !== null);
		if (devices.length + there.length === 0) {
			mendChildren(this.list, [E('p', {}, [E('em', {}, [_('No devices yet.')])])]);
			return;
		}
		const titles = [
			_('Name'),
			_('State'),
			_('VPN address'),
			_('Last heard'),
			_('Traffic'),
			_('Actions'),
		];
		mendChildren(this.list, [
			E('table', { class: 'table cbi-section-table wgs-members', 'data-part': 'devices' }, [
				E(
					'tr',
					{ class: 'tr table-titles' },
					titles.map((title) => E('th', { class: 'th', scope: 'col' }, [title]))
				),
				...devices.map((device, index) => this.row(device, index)),
				...there.map((one) => this.rowThere(one)),
			]),
		]);
	}

	private drawForm(): void {
		const entered: Entered = { name: '', address: '', publicKey: '', keep: false };
		const row = (field: 'name' | 'address' | 'public_key', placeholder: string): HTMLElement => {
			const take = (taken: FieldValue): void => {
				Object.assign(entered, { [field === 'public_key' ? 'publicKey' : field]: taken });
			};
			return recordField('device', field, '', take, { placeholder });
		};
		const add = button(_('Add'), 'positive', () => this.add(entered), {
			'aria-label': _('Add the device'),
		});
		const form = section(_('Add a device'), [
			E('p', {}, [_('Creates a configuration for one phone or laptop.')]),
			row('name', _('iPhone')),
			fold(_('More about this device'), [
				row('address', _('the next free one')),
				row('public_key', _('made on this router')),
				checkbox(false, [keepLabel()], (checked) => {
					entered.keep = checked;
				}),
				this.dns.node,
			]),
			buttonRow([add]),
		]);
		enterPresses(form, add);
		fillNode(this.form, [form]);
	}

	/** `old`: the key that the hub is to forget. */
	private async showHandout(reply: DeviceReply, title: string, old = ''): Promise<void> {
		const sync = reply.at_hub ? '' : await syncScript([old]);
		const handed = this.mayWrite ? (name: string) => this.handed(name) : null;
		this.shown = new DeviceHandout(reply, title, sync, old !== '', handed);
		this.shown.showIn(this.handout);
		this.drawList();
	}

	// --- what is done ---

	private async renew(): Promise<void> {
		try {
			this.status = await api.status();
			this.drawList();
		} catch (error) {
			fillNode(this.list, [faultNotice(error)]);
		}
	}

	/** What is there belongs to this network already: it comes onto the list here, and nothing is handed out. */
	private async follow({ name, public_key: key }: DeviceThere): Promise<void> {
		const title = fill(_('Adding {name}'), { name });
		await tryOut(plainChange(title, () => api.follow(key)));
		await this.renew();
	}

	/** Applies it; the reply once it is kept, else null. */
	private async change(
		title: string,
		begin: (byHand: boolean) => Promise<DeviceReply>
	): Promise<DeviceReply | null> {
		let reply: DeviceReply | null = null;
		const plain = plainChange(title, async (byHand) => {
			reply = await begin(byHand);
			return reply;
		});
		const outcome = await tryOut({ ...plain, alone: true });
		await this.renew();
		return outcome === 'kept' ? reply : null;
	}

	private async add({ name, address, publicKey, keep }: Entered): Promise<void> {
		const reply = await this.change(_('Adding the device'), async (byHand) =>
			api.device_add(name, address, publicKey, await this.dns.value(), keep, byHand)
		);
		if (!reply) return;
		this.drawForm();
		await this.showHandout(reply, fill(_('{name} is added'), { name }));
	}

	private async show(name: string): Promise<void> {
		try {
			await this.showHandout(await api.device_show(name, await this.dns.value()), name);
		} catch (error) {
			fillNode(this.list, [faultNotice(error)]);
		}
	}

	/** Somebody has put the new configuration on the device. */
	private async handed(name: string): Promise<void> {
		const reply = await this.change(_('Changing the list of devices'), () =>
			api.device_handed(name)
		);
		if (!reply) return;
		this.shown = null;
		fillNode(this.handout, []);
	}

	private async rename(name: string, to: string): Promise<void> {
		await this.change(_('Renaming the device'), () => api.device_rename(name, to));
	}

	private async newKey({ name, public_key: old }: Device, keep: boolean): Promise<void> {
		const reply = await this.change(_('Making a new key'), async (byHand) =>
			api.device_key(name, '', await this.dns.value(), keep, byHand)
		);
		if (reply) await this.showHandout(reply, fill(_('{name} has a new key'), { name }), old);
	}

	private async remove({ name, public_key: old }: Device): Promise<void> {
		const reply = await this.change(_('Removing the device'), (byHand) =>
			api.device_remove(name, byHand)
		);
		if (reply) await this.showHandout(reply, fill(_('{name} is removed'), { name }), old);
	}
}
