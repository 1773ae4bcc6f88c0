// What have all pages in common? A container that shows what the router says, or why it cannot.

import view from 'luci:view';
import { fillNode } from '../widgets/layout.ts';
import { faultNotice } from '../widgets/notices.ts';
import { nothingPending } from './pending.ts';
import { addStyle } from './style.ts';

/** A LuCI view that shows in its container what `show` puts there; `show` gets itself to be called again. */
export function page(
	show: (container: HTMLElement, again: () => Promise<void>) => Promise<void>
): unknown {
	return view.extend<HTMLElement>({
		async load() {
			addStyle();
			const container = E('div', {}, []);
			const again = async (): Promise<void> => {
				try {
					if (await nothingPending(container, again)) await show(container, again);
				} catch (error) {
					fillNode(container, [faultNotice(error)]);
				}
			};
			await again();
			return container;
		},
		render: (container) => container,
		handleSave: null,
		handleSaveApply: null,
		handleReset: null,
	});
}
