// Which hub? Paste, drop, open or type its configuration.

import { tabLink } from '../../pages/tabs.ts';
import { textArea } from '../../widgets/form.ts';
import { fillNode, fold } from '../../widgets/layout.ts';
import { notice } from '../../widgets/notices.ts';
import { fill, said } from '../../widgets/words.ts';
import { hubField } from '../fields.ts';
import { lookAtHub } from '../looking.ts';
import { hubEntries } from '../rows.ts';
import { whoIsThere } from './there.ts';
import type { Wizard } from '../step.ts';

/** More is refused by the router, and no configuration is so long. */
const MOST_BYTES = 60_000;

const PLACEHOLDER = `[Interface]
PrivateKey = …
Address = 192.168.151.2/24

[Peer]
PublicKey = …
Endpoint = 203.0.113.1:24356
AllowedIPs = 192.168.151.0/24, 192.168.4.0/24`;

function pasteArea(wizard: Wizard): HTMLElement {
	const problem = E('div', {}, []);
	let timer = 0;

	const take = async (text: string): Promise<void> => {
		window.clearTimeout(timer);
		wizard.unread = null;
		const size = new Blob([text]).size;
		if (size > MOST_BYTES) {
			fillNode(problem, [
				notice('error', [
					fill(
						_(
							'This is too large for a WireGuard configuration ({size} KiB). Paste only the .conf file that the hub made for this home.'
						),
						{ size: Math.round(size / 1024) }
					),
				]),
			]);
			return;
		}
		fillNode(problem, []);
		await wizard.read(text);
	};

	const { node, input: area } = textArea(
		wizard.text,
		(text, event) => {
			window.clearTimeout(timer);
			const pasted = (event as InputEvent).inputType === 'insertFromPaste';
			wizard.unread = () => take(text);
			timer = window.setTimeout(() => void wizard.unread?.(), pasted ? 0 : 300);
		},
		{ label: _('Configuration from the hub'), placeholder: PLACEHOLDER, rows: 13 }
	);
	area.addEventListener('dragover', (event) => {
		event.preventDefault();
		area.classList.add('wgs-drop');
	});
	area.addEventListener('dragleave', () => {
		area.classList.remove('wgs-drop');
	});
	area.addEventListener('drop', (event) => {
		area.classList.remove('wgs-drop');
		const file = event.dataTransfer?.files[0];
		if (!file) return;
		event.preventDefault();
		void file.text().then(take);
	});

	const file = E(
		'input',
		{
			type: 'file',
			accept: '.conf,.json,.txt,text/plain',
			'aria-label': _('Open the configuration as a file'),
			change: () => {
				const [chosen] = file.files ?? [];
				if (chosen) void chosen.text().then(take);
			},
		},
		[]
	);
	return E('div', {}, [
		node,
		E('p', { class: 'wgs-file' }, [_('or open the file:'), ' ', file]),
		problem,
	]);
}

export function unusedLines(wizard: Wizard): HTMLElement[] {
	const { unused } = wizard.draft;
	if (unused.length === 0) return [];
	return [
		fold(
			fill(
				N_(
					unused.length,
					'{count} line of your text is not needed here',
					'{count} lines of your text are not needed here'
				),
				{
					count: unused.length,
				}
			),
			[
				E(
					'ul',
					{},
					unused.map(({ line, text, reason }) =>
						E('li', {}, [
							fill(_('Line {line}: {reason}'), { line, reason: said(reason) }),
							E('br', {}, []),
							E('code', {}, [text]),
						])
					)
				),
			]
		),
	];
}

function byHand(wizard: Wizard, open: boolean): HTMLElement {
	return fold(
		_('Enter the hub by hand'),
		hubEntries.map((name) => hubField(wizard, name)),
		open
	);
}

/** That the text was read, and what was found in it. */
function readWords(wizard: Wizard): HTMLElement[] {
	if (wizard.draft.there) return whoIsThere(wizard, wizard.draft.there);
	if (wizard.draft.onlyToken) {
		return [
			E('p', { role: 'status', 'data-part': 'read' }, [
				_(
					'✓ Read: with this line the router may change its hub. Your homes and devices stay as they are.'
				),
			]),
			...wizard.notices(() => true),
		];
	}
	const { endpoint_host: host, endpoint_port: port } = wizard.draft.network.hub;
	const read =
		host === ''
			? []
			: [
					E('p', { role: 'status', 'data-part': 'read' }, [
						fill(_('✓ Read: the hub is {host}, port {port}.'), { host, port }),
					]),
				];
	return [...read, ...wizard.notices(() => true)];
}

export function hubStep(wizard: Wizard): Node[] {
	const { draft } = wizard;
	const known = draft.network.hub.endpoint_host !== '';
	const asked = draft.findings.some(
		({ about, severity }) =>
			severity === 'error' && hubEntries.some((name) => about === `hub.${name}`)
	);
	return [
		E('p', {}, [
			draft.editing
				? _('Paste a new configuration only if the hub has changed.')
				: _("Paste this home's WireGuard configuration, an invitation, or what the hub printed."),
		]),
		...(known
			? []
			: [E('p', {}, [_('No hub yet?'), ' ', tabLink('hub', _('Set one up on a rented server.'))])]),
		pasteArea(wizard),
		...(draft.paste === '' ? [] : readWords(wizard)),
		lookAtHub(draft.findings.some(({ code }) => code === 'hub-file')),
		byHand(wizard, asked || (draft.editing && known)),
	];
}
