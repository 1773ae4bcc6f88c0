// What can be pressed? Buttons of LuCI's look. Its own handler (ui.createHandlerFn) takes the focus from the button,
// and whoever uses the keyboard would begin again at the top of the page.

export type ButtonKind = 'action' | 'positive' | 'negative' | 'neutral' | 'apply';

/**
 * While what it started is under way a press does nothing; a rejection goes to `window`. The button is not switched off
 * meanwhile: that takes the focus away as well.
 */
export function button(
	label: string,
	kind: ButtonKind,
	act: () => unknown,
	attributes: LuciAttributes = {}
): HTMLButtonElement {
	const element = E(
		'button',
		{
			type: 'button',
			class: `btn cbi-button cbi-button-${kind}${kind === 'apply' ? ' important' : ''}`,
			...attributes,
			click: () => {
				if (element.ariaDisabled === 'true') return;
				const work = act();
				if (!(work instanceof Promise)) return;
				element.ariaDisabled = 'true';
				element.classList.add('spinning');
				void work.finally(() => {
					element.ariaDisabled = null;
					element.classList.remove('spinning');
				});
			},
		},
		[label]
	);
	return element;
}

/** A row of buttons at the right. */
export function buttonRow(buttons: LuciChild[]): HTMLElement {
	return E(
		'div',
		{ class: 'right wgs-buttons' },
		buttons.flatMap((one) => [one, ' '])
	);
}
