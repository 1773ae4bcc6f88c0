// What is wrong, to be done, or new? A bar with a sentence, and at its right what can be pressed.

export type BarKind = 'fault' | 'todo' | 'news' | 'done';

export function bar(
	kind: BarKind,
	children: LuciChild[],
	buttons: LuciChild[],
	key?: string
): HTMLElement {
	return E('div', { class: `wgs-bar wgs-bar-${kind}`, 'data-key': key }, [
		E('div', { class: 'wgs-bar-text' }, children),
		...(buttons.length === 0
			? []
			: [
					E(
						'div',
						{ class: 'wgs-bar-buttons' },
						buttons.flatMap((one) => [one, ' '])
					),
				]),
	]);
}
