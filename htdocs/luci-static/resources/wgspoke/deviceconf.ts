// What does a device need, and what the hub, so that it is part of the network?

import { hubWords } from './hubwords.ts';
import { copyBlock, findingNotice, notice } from './parts.ts';
import { qrCode } from './qr.ts';
import { confName } from './save.ts';
import { fill } from './words.ts';
import type { DeviceReply } from '../../../../root/usr/share/ucode/wgspoke/types.ts';

function atDevice(reply: DeviceReply, name: string): LuciChild[] {
	const { conf, kept } = reply;
	const block = copyBlock(fill(_('Configuration of {name}', 'wgspoke'), { name }), conf, {
		file: confName(name),
	});
	if (!/^PrivateKey/m.test(conf)) {
		return [
			E('p', {}, [
				_(
					'The private key of this device is not on this router. Put this into the device, with the private key that it has, or give it a new key here.',
					'wgspoke'
				),
			]),
			block,
		];
	}
	return [
		notice(kept ? 'info' : 'warning', [
			kept
				? _(
						'Whoever has this can use your network. The router keeps the key, so it can be shown again.',
						'wgspoke'
					)
				: _(
						'Whoever has this can use your network. It is shown this once: its private key is not kept anywhere. Put it into the device now.',
						'wgspoke'
					),
		]),
		E('p', {}, [
			_(
				'On a phone, open the WireGuard app, tap + and scan the code. On a computer, save the file and import it there.',
				'wgspoke'
			),
		]),
		qrCode(conf, fill(_('QR code with the configuration of {name}', 'wgspoke'), { name })),
		block,
	];
}

/** What is to be done now, in order. `done` is what has just happened. */
export function deviceSheet(reply: DeviceReply, name: string, done: string): HTMLElement {
	const words = hubWords(reply.hub);
	const hub =
		words.length > 0
			? [E('h4', {}, [_('At the hub', 'wgspoke')]), ...words]
			: reply.device
				? [
						notice('warning', [
							_(
								'The public key of this device is not known here, so the hub cannot be told of it. Give it a new key.',
								'wgspoke'
							),
						]),
					]
				: [];
	const device =
		reply.conf === ''
			? []
			: [E('h4', {}, [_('At the device', 'wgspoke')]), ...atDevice(reply, name)];
	return E('div', { class: 'cbi-section', 'data-part': 'sheet' }, [
		E('h3', { tabindex: '-1' }, [done]),
		...reply.findings
			.filter(({ severity }) => severity !== 'info')
			.map((finding) => findingNotice(finding, null)),
		...device,
		...hub,
	]);
}
