// Where are the other pages?

export type Tab = 'home' | 'hub' | 'devices';

/** `part`: what of the page is shown, by its id. */
export function tabLink(tab: Tab, label: string, part = ''): HTMLElement {
	const hash = part === '' ? '' : `#${part}`;
	return E('a', { href: L.url('admin', 'vpn', 'wgspoke', tab) + hash }, [label]);
}

/** By which the part of the page Hub is found that has a hub answer. */
export const ANSWERING = 'answering';
export const answeringTitle = () => _('Have the hub answer your homes');

/** Leads there, from where it is missed on another page. */
export function answeringTab(): HTMLElement {
	return tabLink('hub', answeringTitle(), ANSWERING);
}
