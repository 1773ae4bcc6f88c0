// How does a hub that runs come to answer the homes, and how does this router come to change it? By a script there, whose
// last line is pasted here.

import { api } from '../pages/api.ts';
import { tokenChange } from '../pages/joining.ts';
import { ANSWERING, answeringTitle } from '../pages/tabs.ts';
import { scriptBlock } from '../pages/tellhub.ts';
import { tryOut } from '../pages/trial.ts';
import { button, buttonRow } from '../widgets/buttons.ts';
import { textArea } from '../widgets/form.ts';
import { fillNode, fold } from '../widgets/layout.ts';
import { faultNotice, findingNotice, notice } from '../widgets/notices.ts';
import type { HubCheck, HubScripts } from '../types.ts';

/** Is the script missed: does the hub not answer, or take no changes from here? */
export function isMissed({ age, manages_hub: manages }: HubCheck): boolean {
	return age === null || manages === 'no';
}

/** Opens the part, and leads there; what is around it opens as well. */
function show(): void {
	const inside = document.querySelector<HTMLElement>(`#${ANSWERING} summary`);
	for (let one = inside?.parentElement; one; one = one.parentElement) {
		if (one instanceof HTMLDetailsElement) one.open = true;
	}
	inside?.focus();
	inside?.scrollIntoView({ block: 'start' });
}

/** A link to the part from where it is missed on the same page. */
export function answeringLink(): HTMLElement {
	return button(answeringTitle(), 'neutral', show, { class: 'wgs-link' });
}

/** Shows the part to somebody who came by a link of another page, once LuCI has put it there. */
export function showAsked(tries = 40): void {
	if (location.hash !== `#${ANSWERING}`) return;
	if (document.getElementById(ANSWERING)) show();
	else if (tries > 0) {
		window.setTimeout(() => {
			showAsked(tries - 1);
		}, 50);
	}
}

/** Where the last line of the script goes; `taken` is called once this router has taken it. */
function lineBox(taken: () => Promise<void>): HTMLElement {
	let line = '';
	const found = E('div', { role: 'status' }, []);
	const box = textArea(
		'',
		(text) => {
			line = text;
		},
		{ label: _('Its last line'), placeholder: 'wgspoke:…', rows: 3 }
	);
	const take = async (): Promise<void> => {
		try {
			const { only_token: brings, network, paste } = await api.read(line);
			if (!brings) {
				fillNode(found, [
					notice('warning', [
						_(
							'This is not the line that the script prints on the hub of this network. It begins with wgspoke: and comes last.'
						),
					]),
				]);
				return;
			}
			const { findings, changes, takes_token: takes } = await api.plan(network, paste, '');
			const wrong = findings.filter(({ severity }) => severity === 'error');
			if (wrong.length > 0 || changes.length > 0) {
				fillNode(
					found,
					wrong.length > 0
						? wrong.map((one) => findingNotice(one, null))
						: [
								notice('info', [
									_(
										'This line also says where the hub is now. Paste it under Edit homes, Hub, Paste another configuration: there you see what changes.'
									),
								]),
							]
				);
				return;
			}
			if (!takes) {
				fillNode(found, [notice('info', [_('This router has this line already.')])]);
				return;
			}
			const outcome = await tryOut(tokenChange({ network, paste, takeOver: '' }));
			if (outcome === 'kept') await taken();
		} catch (error) {
			fillNode(found, [faultNotice(error)]);
		}
	};
	return E('div', {}, [box.node, found, buttonRow([button(_('Take the line'), 'action', take)])]);
}

/** The part of the page: what it brings, the script, and where its last line goes. */
export function answering(
	{ speak }: HubScripts,
	{ age, manages_hub: manages }: HubCheck,
	taken: () => Promise<void>
): HTMLElement {
	const lacks =
		age === null
			? _(
					'Then the hub itself tells names, free addresses and who is connected, and takes what you add or remove here in the same step.'
				)
			: manages === 'no'
				? _(
						'The hub answers, but takes no changes from this router. The line that this script prints lets it.'
					)
				: _('The hub answers. Run this again after further ports were entered under Edit homes.');
	return E('div', { id: ANSWERING }, [
		fold(answeringTitle(), [
			E('p', {}, [lacks]),
			E('p', {}, [
				_(
					'It opens TCP port 24380 inside the VPN, for the routers of your homes alone. No tunnel is touched.'
				),
			]),
			...scriptBlock(_('Script “Have the hub answer your homes”'), speak),
			...(L.hasViewPermission() === true
				? [
						E('p', {}, [
							_(
								'At its end it prints one line. Paste it here. Keep it secret: it lets its holder change who is in the network.'
							),
						]),
						lineBox(taken),
					]
				: []),
		]),
	]);
}
