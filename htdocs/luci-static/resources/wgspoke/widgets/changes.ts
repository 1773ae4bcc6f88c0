// What exactly will change? The lines of UCI files that the router answers with, taken away and added.

/** "+     option proto 'wireguard'" → an added line; a line without a sign heads what follows. */
export function diffBlock(diff: string): HTMLElement {
	const lines = diff.split('\n').filter((line) => line !== '');
	return E(
		'pre',
		{
			class: 'wgs-diff',
			tabindex: '0',
			'aria-label': _('Changes of the configuration'),
		},
		lines.map((line) => {
			if (line.startsWith('+')) return E('ins', {}, [line]);
			return line.startsWith('-') ? E('del', {}, [`−${line.slice(1)}`]) : E('b', {}, [line]);
		})
	);
}
