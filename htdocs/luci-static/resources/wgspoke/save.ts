// How does a text get out of the page: as a file, under a name that the other end takes?

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

/**
 * The name of a configuration for WireGuard's programs, which name the tunnel after it and take 15 letters, digits and
 * _=+.- at most: 'Mac Book' → 'Mac-Book.conf'; what has none of them is 'home.conf'
 */
export function confName(name: string): string {
	const plain = name
		.replace(/[^\w=+.-]+/g, '-')
		.replace(/^[-.]+/, '')
		.slice(0, 15)
		.replace(/[-.]+$/, '');
	return `${plain === '' ? 'home' : plain}.conf`;
}
