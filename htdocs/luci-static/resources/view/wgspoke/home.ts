// VPN › Home network › Overview: the wizard for a router that has not joined, the overview for one that has.

import { lostNotices } from '../../wgspoke/overview/lost.ts';
import { Overview } from '../../wgspoke/overview/overview.ts';
import { api } from '../../wgspoke/pages/api.ts';
import { withPart } from '../../wgspoke/pages/later.ts';
import { page } from '../../wgspoke/pages/page.ts';
import { fillNode } from '../../wgspoke/widgets/layout.ts';
import type { Status } from '../../wgspoke/types.ts';

interface WizardClass {
	start(status: Status | null, done: () => void): Promise<Node>;
}

const loadWizard = () => L.require('wgspoke.join.wizard') as Promise<WizardClass>;

export default page(async (container, again) => {
	const done = (): void => void again();
	const status = await api.status();
	if (!status.joined) {
		const wizard = await loadWizard();
		fillNode(container, [await wizard.start(null, done)]);
		container.prepend(...lostNotices(status, again));
		return;
	}
	const edit = (now: Status): Promise<void> =>
		withPart(loadWizard(), async (wizard) => {
			const node = await wizard.start(now, done);
			overview.stop();
			fillNode(container, [node]);
		});
	const overview = new Overview(status, edit, done);
	fillNode(container, [await overview.begin()]);
});
