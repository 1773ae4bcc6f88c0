// What has to be answered before anything else? LuCI's dialog, which is named by its title.

import ui from 'luci:ui';

const TITLE_ID = 'wgspoke-dialog-title';

/** Opens the dialog, or gives the open one a new content. */
export function showDialog(title: string, children: LuciChild[]): void {
	const dialog = ui.showModal(title, [E('div', { class: 'wgs' }, children)]);
	// The next one of LuCI's own has another title, and then no name again, but never a wrong one.
	dialog.querySelector('h4')?.setAttribute('id', TITLE_ID);
	dialog.setAttribute('aria-labelledby', TITLE_ID);
}

export function closeDialog(): void {
	ui.hideModal();
}
