// What does a device need, and what the hub, so that it is part of the network?

import { tellHub } from '../pages/tellhub.ts';
import { copyBlock } from '../widgets/copy.ts';
import { fileName } from '../widgets/files.ts';
import { Handout, onlyOnce } from '../widgets/handout.ts';
import { notice, seriousNotices } from '../widgets/notices.ts';
import { qrCode } from '../widgets/qrcode.ts';
import { fill } from '../widgets/words.ts';
import type { Device, DeviceReply } from '../types.ts';

const hasKey = ({ conf }: DeviceReply): boolean => /^PrivateKey/m.test(conf);

function atDevice(reply: DeviceReply, device: Device, taken: () => void): LuciChild[] {
	const { conf, kept } = reply;
	const { name } = device;
	const block = copyBlock(fill(_('Configuration of {name}'), { name }), conf, {
		file: `${fileName(device)}.conf`,
		taken,
	});
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
		kept
			? notice('info', [
					_(
						'Anyone with this can join. This router keeps the key, so the code can be shown again.'
					),
				])
			: onlyOnce(_('If it gets lost, press New key.')),
		E('p', {}, [
			code
				? _(
						'Open the WireGuard app, tap + and scan this code. No camera? Save the file and open it in the WireGuard app.'
					)
				: _('This is too long for a QR code. Save the file and open it in the WireGuard app.'),
		]),
		...(code ? [code] : []),
		block,
	];
}

function atHub(reply: DeviceReply, sync: string, gone: boolean): LuciChild[] {
	if (reply.hub.live.length === 0) {
		return [
			notice('warning', [
				_(
					'This router does not know the public key of this device, so it cannot tell the hub. Press New key.'
				),
			]),
		];
	}
	const elsewhere = gone
		? _(
				'Do the same at your other homes if it is on their lists; otherwise they add it to the hub again.'
			)
		: _(
				'Devices that were added at another home are not listed here: check the hub on the page Hub.'
			);
	return [...tellHub(reply.hub, sync, gone), E('p', {}, [elsewhere])];
}

/**
 * What is to be done now, in order. `title` is what has just happened, `sync` the script for the hub, `gone` whether
 * a key goes with it.
 */
export function deviceHandout(
	reply: DeviceReply,
	title: string,
	sync: string,
	gone: boolean
): Handout {
	const { device } = reply;
	return new Handout(title, hasKey(reply) && !reply.kept, (taken) => [
		...seriousNotices(reply.findings),
		...(device && reply.conf !== ''
			? [E('h4', {}, [_('On the device')]), ...atDevice(reply, device, taken)]
			: []),
		...(device || gone ? [E('h4', {}, [_('On the hub')]), ...atHub(reply, sync, gone)] : []),
	]);
}
