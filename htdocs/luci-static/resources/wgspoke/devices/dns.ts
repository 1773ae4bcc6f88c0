// Which DNS server do devices get? Only one that answers; whether it does is asked while the person goes on.

import { api } from '../pages/api.ts';
import { field, textField } from '../widgets/form.ts';
import { verdictText } from '../widgets/verdict.ts';

const PATIENCE_MS = 6000;
const POLL_MS = 500;

const pause = (ms: number) => new Promise((resolve) => window.setTimeout(resolve, ms));

export class DnsField {
	readonly node: HTMLElement;
	private address = '';
	private readonly said = E('span', { role: 'status' }, []);
	private checked: Promise<void> = Promise.resolve();

	constructor() {
		const control = textField(
			'',
			(value) => {
				this.address = value;
				this.said.textContent = '';
			},
			{
				placeholder: _('none'),
				datatype: 'ipaddr',
				changed: () => {
					this.checked = this.check();
				},
			}
		);
		this.node = field(control, {
			label: _('DNS server'),
			help: _(
				'An address in one of your homes, used in every configuration on this page. Empty: the device keeps its own, which suits most.'
			),
		});
		control.node.append(' ', this.said);
	}

	/** The address, once it is known whether it answers. */
	async value(): Promise<string> {
		await this.checked;
		return this.address;
	}

	private async check(): Promise<void> {
		const { address } = this;
		if (address === '') return;
		const begin = performance.now();
		try {
			for (;;) {
				const { verdict } = await api.dns(address);
				if (address !== this.address) return;
				this.said.textContent = verdictText(verdict);
				if (verdict !== 'not checked' || performance.now() - begin > PATIENCE_MS) return;
				await pause(POLL_MS);
			}
		} catch {
			// The router says it again when the configuration is made.
		}
	}
}
