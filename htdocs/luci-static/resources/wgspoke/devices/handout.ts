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
					'The private key of this device is not on this router. Put this into the device, with the private key that it has, or give it a new key here.'
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
						'Whoever has this can use your network. The router keeps the key, so it can be shown again.'
					),
				])
			: onlyOnce(_('If it is lost before it is in the device, press New key.')),
		E('p', {}, [
			code
				? _(
						'On another phone, open the WireGuard app, tap + and scan the code. On this device or a computer, save the file and import it there.'
					)
				: _('This is too long for a QR code. Save the file, and import it at the device.'),
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
					'The public key of this device is not known here, so the hub cannot be told of it. Give it a new key.'
				),
			]),
		];
	}
	const elsewhere = gone
		? _(
				'Another home that has it on its list has to do the same there, or its script brings it back.'
			)
		: _(
				'A device that was added at another home is not on the list here: compare on the page Hub if there are such.'
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
			? [E('h4', {}, [_('At the device')]), ...atDevice(reply, device, taken)]
			: []),
		...(device || gone ? [E('h4', {}, [_('At the hub')]), ...atHub(reply, sync, gone)] : []),
	]);
}
