// VPN › Home network › Devices: phones and laptops of the network, and what each needs.

import { DevicesPage } from '../../wgspoke/devices/devices.ts';
import { api } from '../../wgspoke/pages/api.ts';
import { addMoreStyle } from '../../wgspoke/pages/morestyle.ts';
import { page } from '../../wgspoke/pages/page.ts';
import { tabLink } from '../../wgspoke/pages/tabs.ts';
import { fillNode } from '../../wgspoke/widgets/layout.ts';
import { notice } from '../../wgspoke/widgets/notices.ts';

addMoreStyle();

export default page(async (container) => {
	const status = await api.status();
	if (status.network) {
		fillNode(container, [new DevicesPage(status).node]);
		return;
	}
	fillNode(container, [
		E('div', { class: 'wgs cbi-map' }, [
			E('h2', {}, [_('Devices')]),
			notice('info', [_('Join first, then add devices: '), tabLink('home', _('Overview'))]),
		]),
	]);
});
