// VPN › Home network › Overview: the wizard for a router that has not joined, the overview for one that has.

import { lostNotices } from '../../wgspoke/overview/lost.ts';
import { Overview } from '../../wgspoke/overview/overview.ts';
import { api } from '../../wgspoke/pages/api.ts';
import { page } from '../../wgspoke/pages/page.ts';
import { fillNode } from '../../wgspoke/widgets/layout.ts';
import type { Status } from '../../wgspoke/types.ts';

interface WizardClass {
	start(status: Status | null, done: () => void): Promise<Node>;
}

export default page(async (container, again) => {
	const join = async (status: Status | null): Promise<void> => {
		const wizard = (await L.require('wgspoke.join.wizard')) as WizardClass;
		fillNode(container, [await wizard.start(status, () => void again())]);
	};
	const status = await api.status();
	if (!status.joined) {
		await join(null);
		container.prepend(...lostNotices(status, again));
		return;
	}
	const overview = new Overview(
		status,
		(now) => void join(now),
		() => void again()
	);
	fillNode(container, [overview.node]);
});
