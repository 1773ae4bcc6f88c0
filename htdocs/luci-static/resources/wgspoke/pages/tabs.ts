// Where are the other pages?

export type Tab = 'home' | 'hub' | 'devices';

export function tabLink(tab: Tab, label: string): HTMLElement {
	return E('a', { href: L.url('admin', 'vpn', 'wgspoke', tab) }, [label]);
}
