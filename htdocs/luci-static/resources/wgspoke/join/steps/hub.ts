// Step 1: which hub? Paste, drop, open or type its configuration; what it says is shown at once.

import { localSite, remoteSites } from '../../pages/network.ts';
import { tabLink } from '../../pages/tabs.ts';
import { field, newId, textInput } from '../../widgets/form.ts';
import { fillNode, fold } from '../../widgets/layout.ts';
import { notice } from '../../widgets/notices.ts';
import { fill } from '../../widgets/words.ts';
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

function textArea(wizard: Wizard): HTMLElement {
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
							'This is too large for a WireGuard configuration ({size} KiB). Paste only the .conf file that the hub made for this home.',
							'wgspoke'
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

	const area = E(
		'textarea',
		{
			id: newId(),
			class: 'cbi-input-textarea wgs-text',
			placeholder: PLACEHOLDER,
			spellcheck: 'false',
			autocomplete: 'off',
			'aria-label': _('Configuration from the hub', 'wgspoke'),
			input: (event) => {
				window.clearTimeout(timer);
				const pasted = (event as InputEvent).inputType === 'insertFromPaste';
				wizard.unread = () => take(area.value);
				timer = window.setTimeout(() => void wizard.unread?.(), pasted ? 0 : 300);
			},
			dragover: (event) => {
				event.preventDefault();
				area.classList.add('wgs-drop');
			},
			dragleave: () => {
				area.classList.remove('wgs-drop');
			},
			drop: (event) => {
				area.classList.remove('wgs-drop');
				const file = (event as DragEvent).dataTransfer?.files[0];
				if (!file) return;
				event.preventDefault();
				void file.text().then(take);
			},
		},
		[]
	);
	area.value = wizard.draft.text;

	const file = E(
		'input',
		{
			type: 'file',
			accept: '.conf,.json,.txt,text/plain',
			'aria-label': _('Open the configuration as a file', 'wgspoke'),
			change: () => {
				const [chosen] = file.files ?? [];
				if (chosen) void chosen.text().then(take);
			},
		},
		[]
	);
	return E('div', {}, [
		area,
		E('p', { class: 'wgs-file' }, [_('or open the file:', 'wgspoke'), ' ', file]),
		problem,
	]);
}

function facts(wizard: Wizard): HTMLElement {
	const { hub } = wizard.draft.network;
	const rows: [string, string][] = [
		[_('Hub', 'wgspoke'), `${hub.endpoint_host}:${hub.endpoint_port}`],
		[_('VPN network', 'wgspoke'), hub.subnet || '?'],
		[_('This home', 'wgspoke'), localSite(wizard.draft.network).address || '?'],
		[
			_('Other homes', 'wgspoke'),
			remoteSites(wizard.draft.network)
				.flatMap(({ lan }) => lan)
				.join(', ') || _('none yet', 'wgspoke'),
		],
		[
			_('Private key', 'wgspoke'),
			wizard.draft.keyFromHub
				? _('came with the text', 'wgspoke')
				: wizard.draft.editing
					? _('stays the one that this router has', 'wgspoke')
					: _('this router makes its own', 'wgspoke'),
		],
	];
	return E(
		'dl',
		{ class: 'wgs-facts', 'data-part': 'facts' },
		rows.flatMap(([name, value]) => [E('dt', {}, [name]), E('dd', {}, [value])])
	);
}

function unusedLines(wizard: Wizard): HTMLElement[] {
	const { unused } = wizard.draft;
	if (unused.length === 0) return [];
	return [
		fold(
			fill(N_(unused.length, '{count} line is not used', '{count} lines are not used', 'wgspoke'), {
				count: unused.length,
			}),
			[
				E(
					'ul',
					{},
					unused.map(({ line, text, reason }) =>
						E('li', {}, [`${line}: `, E('code', {}, [text]), reason === '' ? '' : ` – ${reason}`])
					)
				),
			]
		),
	];
}

function byHand(wizard: Wizard, open: boolean): HTMLElement {
	const { hub } = wizard.draft.network;
	const about = (name: string) => wizard.notices((found) => found === name);
	return fold(
		_('Enter the hub by hand', 'wgspoke'),
		[
			field(
				textInput(hub.endpoint_host, (value) => {
					wizard.edit('hub.endpoint', (network) => {
						network.hub.endpoint_host = value.replace(/^\[(.*)\]$/, '$1');
					});
				}),
				{
					label: _('Public address of the hub', 'wgspoke'),
					help: _('A name or an address, like 203.0.113.1', 'wgspoke'),
					findings: about('hub.endpoint'),
				}
			),
			field(
				textInput(
					String(hub.endpoint_port),
					(value) => {
						wizard.edit('hub.endpoint', (network) => {
							network.hub.endpoint_port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
						});
					},
					{ inputmode: 'numeric' }
				),
				{ label: _('Port', 'wgspoke') }
			),
			field(
				textInput(hub.public_key, (value) => {
					wizard.edit('hub.public_key', (network) => {
						network.hub.public_key = value;
					});
				}),
				{
					label: _('Public key of the hub', 'wgspoke'),
					help: _('The hub shows it with: wg show', 'wgspoke'),
					findings: about('hub.public_key'),
				}
			),
		],
		open
	);
}

export function hubStep(wizard: Wizard): Node[] {
	const { draft } = wizard;
	const known = draft.network.hub.endpoint_host !== '';
	const asked = draft.findings.some(
		({ field: about, severity }) =>
			severity === 'error' && /^hub\.(endpoint|public_key)/.test(about)
	);
	return [
		E('p', {}, [
			draft.editing
				? _('Paste a new configuration only if the hub has changed.', 'wgspoke')
				: _(
						'Paste the WireGuard configuration that the hub made for this home, or the line of an invitation or of the script for the hub.',
						'wgspoke'
					),
		]),
		...(known
			? []
			: [
					E('p', {}, [
						_('No hub yet? A rented server becomes one: ', 'wgspoke'),
						tabLink('hub', _('Hub', 'wgspoke')),
					]),
				]),
		textArea(wizard),
		...wizard.notices((about) =>
			/^(text|private_key|preshared_key|hub\.keepalive|sites)$/.test(about)
		),
		...(known ? [facts(wizard)] : []),
		...unusedLines(wizard),
		byHand(wizard, asked || (draft.editing && known)),
	];
}
