// What has to be answered before anything else? LuCI's dialog, which is named by its title.

import ui from 'luci:ui';

const TITLE_ID = 'wgspoke-dialog-title';

/** Opens the dialog, or gives the open one a new content. */
export function showDialog(title: string, children: LuciChild[], focus?: 'title'): void {
	const dialog = ui.showModal(title, [E('div', { class: 'wgs' }, children)]);
	// The next one of LuCI's own has another title, and then no name again, but never a wrong one.
	const heading = dialog.querySelector('h4');
	heading?.setAttribute('id', TITLE_ID);
	// Under the title of the page, whatever tag the theme gives it.
	heading?.setAttribute('role', 'heading');
	heading?.setAttribute('aria-level', '2');
	dialog.setAttribute('aria-labelledby', TITLE_ID);
	if (focus !== 'title') return;
	heading?.setAttribute('tabindex', '-1');
	heading?.focus();
}

export function closeDialog(): void {
	ui.hideModal();
}
