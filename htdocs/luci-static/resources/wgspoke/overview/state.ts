// What is so now? The tunnel in figures, homes and devices as a table, and what is wrong in sentences.

import { endpointOf } from '../pages/network.ts';
import { tabLink } from '../pages/tabs.ts';
import { button } from '../widgets/buttons.ts';
import { diffBlock } from '../widgets/changes.ts';
import { factList, fold, newTable } from '../widgets/layout.ts';
import { notice, seriousNotices } from '../widgets/notices.ts';
import { verdictNode } from '../widgets/verdict.ts';
import { ago, bytes, fill } from '../widgets/words.ts';
import type { Known, Status, Verdict } from '../types.ts';
import type { Table } from '../widgets/layout.ts';

export function stateFacts(status: Status): HTMLElement {
	const { network } = status;
	const hub = network?.hub;
	const tunnel = status.up === null ? _('unknown') : status.up ? _('up') : _('down');
	return factList('facts', [
		[_('Hub'), hub ? endpointOf(hub) : ''],
		[_('Tunnel'), fill(_('{interface}: {state}'), { interface: status.interface, state: tunnel })],
		[_('Last handshake'), status.handshake_unclear ? _('not known') : ago(status.handshake_age)],
		[
			_('Traffic'),
			fill(_('{received} received, {sent} sent'), {
				received: bytes(status.rx_bytes),
				sent: bytes(status.tx_bytes),
			}),
		],
		[_('Hub answers'), verdictNode(status.hub, status.hub_rtt)],
		[_('Last check'), status.probing ? _('under way') : ago(status.probe_age)],
	]);
}

function networksOf(lan: string[], missing: string[]): LuciChild {
	const networks = lan.join(', ') || '–';
	if (missing.length === 0) return networks;
	return E('div', {}, [
		networks,
		E('div', { class: 'wgs-finding wgs-warning' }, [
			fill(_('No route now: {prefixes}'), { prefixes: missing.join(', ') }),
		]),
	]);
}

/** Does it answer, and when was it last heard? */
function heardNode(verdict: Verdict, heard: Known<number>): LuciChild {
	if (heard === null) return verdictNode(verdict);
	return E('div', {}, [
		verdictNode(verdict),
		E('div', {}, [fill(_('last answered {when}'), { when: ago(heard) })]),
	]);
}

/** Homes and devices, and who answers at each home. */
export function stateTable(): Table {
	const titles = [_('Name'), _('VPN address'), _('Networks'), _('Router'), _('Device')];
	return newTable(titles, _('none yet'), 'states');
}

export function stateRows({ network, sites }: Status): LuciChild[][] {
	const homes = (network?.sites ?? []).map(({ name, address, lan, local }, index) => {
		const {
			heard = null,
			gateway = 'not checked',
			host = 'not checked',
			missing_routes = [],
		} = sites[index] ?? {};
		return [
			name,
			address || '–',
			networksOf(lan, missing_routes),
			local ? E('em', {}, [_('here')]) : heardNode(gateway, heard),
			local ? '–' : verdictNode(host),
		];
	});
	const devices = (network?.devices ?? []).map(({ name, address }) => [
		name,
		address,
		E('em', {}, [_('single device')]),
		'–',
		'–',
	]);
	return [...homes, ...devices];
}

/** Who does not answer, and what that may come from. */
function silence(status: Status): HTMLElement[] {
	// Who cannot be found is not to be blamed for saying nothing.
	if (status.findings.some(({ code }) => code === 'hub-unresolved')) return [];
	if (status.hub === 'no' && status.up === true) {
		return [
			notice('warning', [
				_('The hub stopped answering. It may be off, or no longer know this router. To check: '),
				tabLink('hub', _('Hub')),
			]),
		];
	}
	const silent = status.sites.filter(({ gateway, host }) => gateway === 'no' && host !== 'yes');
	if (status.hub !== 'yes' || silent.length === 0) return [];
	return [
		notice('warning', [
			fill(
				_(
					'No answer from {names}, though the hub answers. The router there may be off, or the hub may not know it. To check: '
				),
				{ names: silent.map(({ name }) => name).join(', ') }
			),
			tabLink('hub', _('Hub')),
		]),
	];
}

export function remarks(
	status: Status,
	repair: () => Promise<void>,
	mayWrite: boolean
): HTMLElement[] {
	const found = seriousNotices(status.findings);
	found.push(...silence(status));
	const putBack = mayWrite ? [button(_('Put back'), 'action', repair)] : [];
	const stopped = status.findings.some(({ code }) => code === 'tunnel-stopped');
	if (status.diff === '') return stopped ? [...found, ...putBack] : found;
	return [
		...found,
		notice('warning', [
			E('p', {}, [
				_(
					'Someone has changed settings of the tunnel since. Put them back, or leave them if that was meant.'
				),
			]),
			fold(_('What would be put back'), [diffBlock(status.diff)]),
			...putBack,
		]),
	];
}
