// How does a text get out of the page as a file, under a name that the other end takes?

/** Saves the text as a file of this name. */
export function saveFile(name: string, text: string): void {
	const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
	const link = E('a', { href: url, download: name }, []);
	document.body.append(link);
	link.click();
	link.remove();
	// The browser reads it after the click.
	window.setTimeout(() => {
		URL.revokeObjectURL(url);
	}, 10_000);
}

/** What WireGuard's programs take as the name of a tunnel, 15 letters, digits and _=+.- at most: 'Mac Book' → 'Mac-Book' */
function tunnelName(name: string): string {
	return name
		.replace(/[^\w=+.-]+/g, '-')
		.replace(/^[-.]+/, '')
		.slice(0, 15)
		.replace(/[-.]+$/, '');
}

/** The file's name without its ending; one that has nothing of the name is called by the VPN address: ('家', '192.168.151.9') */
export function fileName({ name, address }: { name: string; address: string }): string {
	return tunnelName(name) || tunnelName(address) || 'home';
}
