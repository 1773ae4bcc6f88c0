// How does the network do that this home is part of? Drawing, table, findings; refreshed without overlap.

import poll from 'luci:poll';
import { api, checkNow } from '../pages/api.ts';
import { repairChange } from '../pages/joining.ts';
import { tryOut } from '../pages/trial.ts';
import { button, buttonRow } from '../widgets/buttons.ts';
import { fillNode, section } from '../widgets/layout.ts';
import { faultNotice } from '../widgets/notices.ts';
import { drawing } from './drawing.ts';
import { leaveNetwork } from './leave.ts';
import { remarks, stateFacts, stateRows, stateTable } from './state.ts';
import type { Pulse, Status } from '../types.ts';

const REFRESH_SECONDS = 5;
/** Older verdicts are asked for anew when the page opens. */
const STALE_SECONDS = 300;

/** The status with what a pulse tells anew. */
function withPulse(status: Status, pulse: Pulse): Status {
	const sites = status.sites.map((site, index) => ({ ...site, ...pulse.sites[index] }));
	return { ...status, ...pulse, sites };
}

/** Shows the overview in `node` until it is left. `edit` and `leave` say where to go then. */
export class Overview {
	readonly node = E('div', { class: 'wgs cbi-map' }, []);
	private readonly live = E('div', { 'data-part': 'live' }, []);
	private readonly mayWrite = L.hasViewPermission() === true;
	private readonly members = stateTable();
	private readonly edit: (status: Status) => void;
	private readonly left: () => void;
	private status: Status;
	/** A check asks for the status by itself. */
	private checking = false;

	constructor(status: Status, edit: (status: Status) => void, left: () => void) {
		this.status = status;
		this.edit = edit;
		this.left = left;
		const off = this.mayWrite ? undefined : 'disabled';
		fillNode(this.node, [
			E('h2', {}, [_('Home network')]),
			this.live,
			buttonRow([
				button(_('Check now'), 'action', () => this.check()),
				button(
					_('Edit homes'),
					'neutral',
					() => {
						this.stop();
						this.edit(this.status);
					},
					{ disabled: off }
				),
				button(_('Leave'), 'negative', () => this.leave(), { disabled: off }),
			]),
		]);
		this.draw();
		this.start();
		if (status.probe_age === null || status.probe_age > STALE_SECONDS) void this.check();
	}

	private start(): void {
		poll.add(this.refresh, REFRESH_SECONDS);
		document.addEventListener('visibilitychange', this.seen);
	}

	stop(): void {
		poll.remove(this.refresh);
		document.removeEventListener('visibilitychange', this.seen);
	}

	private draw(): void {
		const { status } = this;
		this.members.update(stateRows(status));
		const open = this.live.querySelector('details')?.open ?? false;
		fillNode(this.live, [
			...remarks(status, () => this.repair(), this.mayWrite),
			E('div', { class: 'cbi-section' }, [drawing(status, window.innerWidth < 600 ? 340 : 640)]),
			E('div', { class: 'cbi-section' }, [stateFacts(status)]),
			section(_('Homes and devices'), [this.members.node]),
		]);
		const details = this.live.querySelector('details');
		if (details) details.open = open;
	}

	private readonly refresh = async (): Promise<void> => {
		if (document.hidden || this.checking) return;
		try {
			const pulse = await api.pulse();
			const same = pulse.joined && pulse.state === this.status.state;
			this.status = same ? withPulse(this.status, pulse) : await api.status();
		} catch {
			// LuCI itself tells of a lost router or login; the last state stays.
			return;
		}
		this.draw();
	};

	private readonly seen = (): void => void this.refresh();

	private async check(): Promise<void> {
		if (this.checking) return;
		this.checking = true;
		try {
			this.status = await checkNow();
			this.draw();
		} catch (error) {
			fillNode(this.live, [faultNotice(error)]);
		} finally {
			this.checking = false;
		}
	}

	private async repair(): Promise<void> {
		const { network } = this.status;
		if (!network) return;
		await tryOut(repairChange(network));
		await this.refresh();
	}

	private leave(): Promise<void> {
		const hide = (): void => {
			this.stop();
		};
		return leaveNetwork(hide, (left) => {
			if (left) this.left();
			else this.start();
		});
	}
}
