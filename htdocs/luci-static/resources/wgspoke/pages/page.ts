// What have all pages in common? A place that shows what the router says, or why it cannot.

import view from 'luci:view';
import { fillNode } from '../widgets/layout.ts';
import { faultNotice } from '../widgets/notices.ts';
import { nothingPending } from './pending.ts';
import { addStyle } from './style.ts';

/** A LuCI view that shows in its place what `show` puts there; `show` gets itself to be called again. */
export function page(
	show: (place: HTMLElement, again: () => Promise<void>) => Promise<void>
): unknown {
	return view.extend<HTMLElement>({
		async load() {
			addStyle();
			const place = E('div', {}, []);
			const again = async (): Promise<void> => {
				try {
					if (await nothingPending(place, again)) await show(place, again);
				} catch (error) {
					fillNode(place, [faultNotice(error)]);
				}
			};
			await again();
			return place;
		},
		render: (place) => place,
		handleSave: null,
		handleSaveApply: null,
		handleReset: null,
	});
}
