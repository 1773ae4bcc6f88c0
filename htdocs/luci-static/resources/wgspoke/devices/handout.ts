// What does a device need, and what the hub, so that it is part of the network? Then: is it there?

import { answeringTab } from '../pages/tabs.ts';
import { tellHub } from '../pages/tellhub.ts';
import { bar } from '../widgets/bar.ts';
import { button, buttonRow } from '../widgets/buttons.ts';
import { copyBlock } from '../widgets/copy.ts';
import { fileName } from '../widgets/files.ts';
import { Handout, onlyOnce } from '../widgets/handout.ts';
import { fillNode, fold } from '../widgets/layout.ts';
import { mendChildren } from '../widgets/mend.ts';
import { notice, seriousNotices } from '../widgets/notices.ts';
import { answerLine } from '../widgets/pill.ts';
import { qrCode } from '../widgets/qrcode.ts';
import { ago, fill } from '../widgets/words.ts';
import type { Device, DeviceReply, Known } from '../types.ts';

const hasKey = ({ conf }: DeviceReply): boolean => /^PrivateKey/m.test(conf);

function onDevice(reply: DeviceReply, device: Device, taken: () => void): LuciChild[] {
	const { conf, kept } = reply;
	const { name } = device;
	const block = copyBlock(fill(_('Configuration of {name}'), { name }), conf, {
		file: `${fileName(device)}.conf`,
		folded: hasKey(reply),
		taken,
	});
	if (!hasKey(reply) && device.lacks.length > 0) {
		const allowed = /^AllowedIPs = (.*)$/m.exec(conf)?.[1] ?? '';
		return [
			E('p', {}, [
				fill(
					_(
						'The private key of {name} is on the device alone, so there is no new code. One line changes: in the WireGuard app on {name}, edit the tunnel, and put this in place of its allowed IPs.'
					),
					{ name }
				),
			]),
			copyBlock(fill(_('Allowed IPs of {name}'), { name }), `${allowed}\n`),
			E('p', {}, [_('Or press New key, and scan the code that comes then.')]),
			fold(_('The whole configuration'), [block]),
		];
	}
	if (!hasKey(reply)) {
		return [
			E('p', {}, [
				_(
					'The private key of this device is not on this router. Enter this in the device, with its own private key, or press New key here.'
				),
			]),
			block,
		];
	}
	const code = qrCode(conf, fill(_('QR code with the configuration of {name}'), { name }));
	return [
		...(code
			? [
					code,
					E('ol', {}, [
						E('li', {}, [fill(_('On {name}, open the WireGuard app.'), { name })]),
						E('li', {}, [_('Tap +, then scan this code.')]),
					]),
					E('p', {}, [_('No camera? Save the file and open it in the WireGuard app.')]),
				]
			: [
					E('p', {}, [
						_('This is too long for a QR code. Save the file and open it in the WireGuard app.'),
					]),
				]),
		kept
			? notice('info', [
					_(
						'Anyone with this can join. This router keeps the key, so the code can be shown again.'
					),
				])
			: onlyOnce(_('If it gets lost, press New key.')),
		block,
	];
}

/** What the hub has to be told by hand; nothing where it was told in the same step. */
function onHub(reply: DeviceReply, sync: string, gone: boolean): LuciChild[] {
	const { device, at_hub: told } = reply;
	if (reply.hub_knows) return [];
	if (told) return [bar('done', [_('The hub has been told.')], [])];
	if (!device && !gone) return [];
	if (reply.hub.live.length === 0) {
		return [
			notice('warning', [
				_(
					'This router does not know the public key of this device, so it cannot tell the hub. Press New key.'
				),
			]),
		];
	}
	const name = device?.name ?? '';
	const lead = gone
		? _('the hub still knows the old key.')
		: fill(_('the hub does not know {name} yet.'), { name });
	const elsewhere = gone
		? _(
				'Do the same at your other homes if it is on their lists; otherwise they add it to the hub again.'
			)
		: _('Your other homes list it as “on the hub, not added here”, once the hub answers them.');
	return [
		bar(
			'todo',
			[
				E('strong', {}, [fill(N_(1, '{count} thing left:', '{count} things left:'), { count: 1 })]),
				' ',
				lead,
				...tellHub(reply.hub, sync, gone),
				E('p', {}, [_('Without copying:'), ' ', answeringTab()]),
				fold(_('Other homes'), [E('p', {}, [elsewhere])]),
			],
			[]
		),
	];
}

/** That the device has it, nobody but a person knows. */
function handedButton({ name }: Device, handed: (name: string) => Promise<void>): HTMLElement {
	return buttonRow([
		button(fill(_('{name} has it now'), { name }), 'positive', () => handed(name)),
	]);
}

/** A handout that knows when its device has come. */
export class DeviceHandout extends Handout {
	/** By which its device is known; '' for one that is gone. */
	readonly key: string;
	private readonly state: HTMLElement;
	private readonly body: HTMLElement;
	private readonly device: Device | null;
	private arrived = false;

	/**
	 * `title` is what has just happened, `sync` the script for the hub, `gone` whether a key goes with it. `handed` is
	 * called once somebody says that the device has this; null for who may not.
	 */
	constructor(
		reply: DeviceReply,
		title: string,
		sync: string,
		gone: boolean,
		handed: ((name: string) => Promise<void>) | null
	) {
		const { device } = reply;
		const state = E('div', { 'data-part': 'state' }, []);
		const body = E('div', {}, []);
		super(title, hasKey(reply) && !reply.kept, (taken) => {
			fillNode(body, [
				...seriousNotices(reply.findings),
				// Without the hub scanning cannot work.
				...onHub(reply, sync, gone),
				...(device && reply.conf !== ''
					? [
							E('div', { 'data-part': 'on-device' }, [
								...onDevice(reply, device, taken),
								...(device.lacks.length > 0 && handed ? [handedButton(device, handed)] : []),
							]),
						]
					: []),
			]);
			return [state, body];
		});
		this.key = device && hasKey(reply) ? device.public_key : '';
		this.device = device;
		this.state = state;
		this.body = body;
		this.heard(null, false);
	}

	/** `heard`: seconds since the hub heard it, null for never; `tells`: whether the hub tells that at all. */
	heard(heard: Known<number>, tells: boolean): void {
		const { device } = this;
		if (!device || this.key === '') return;
		const { name, address } = device;
		const where = fill(_('its VPN address is {address}'), { address });
		if (!tells) {
			mendChildren(this.state, [E('p', { class: 'wgs-age' }, [where])]);
			return;
		}
		if (heard === null && !this.arrived) {
			const waiting = fill(_('Waiting for {name}…'), { name });
			mendChildren(this.state, [
				answerLine({ tone: 'waiting', pill: waiting, sentence: '', age: where }),
			]);
			return;
		}
		mendChildren(this.state, [
			answerLine({
				tone: 'good',
				pill: _('✓ connected'),
				sentence: fill(_('{name} reaches your homes.'), { name }),
				age: ago(heard),
			}),
		]);
		if (this.arrived) return;
		this.arrived = true;
		// The code has done its work: it leaves the page.
		this.taken();
		fillNode(this.body, []);
	}
}
