// What have other homes added or removed at the hub, and what would it mean here? News, which is no fault.

import { tabLink } from '../pages/tabs.ts';
import { bar } from '../widgets/bar.ts';
import { button } from '../widgets/buttons.ts';
import { findingNotice } from '../widgets/notices.ts';
import { fill, inARow } from '../widgets/words.ts';
import type { Network, NewsItem, StatusReply } from '../types.ts';

function sentences(network: Network, { kind, name, lan, by }: NewsItem): LuciChild[] {
	const networks = lan.join(', ');
	const here = network.sites.find(({ local }) => local);
	const own = (here?.lan ?? []).join(', ');
	const [what, meaning] =
		kind === 'added'
			? [
					by === ''
						? _('{name}, {networks}, is new on the hub.')
						: _('{by} has added {name}, {networks}.'),
					_('Adding it lets {own} and {name} reach each other.'),
				]
			: [
					_('{name}, {networks}, was removed on the hub.'),
					_('It stays on the list here until you remove it, and cannot be reached.'),
				];
	return [
		E('strong', {}, [fill(what, { name, networks, by })]),
		E('div', { class: 'wgs-age' }, [fill(meaning, { name, own })]),
	];
}

/** What can be taken over by one click, and what cannot, with its reason. */
export function newsBars(
	{ news, network }: StatusReply,
	mayWrite: boolean,
	follow: (one: NewsItem) => Promise<void>
): HTMLElement[] {
	if (!network) return [];
	return news.map((one) => {
		const key = `news-${one.kind}-${one.public_key}`;
		if (one.findings.length > 0) return bar('todo', [findingNotice(one.told, null)], [], key);
		const label = one.kind === 'added' ? _('Add') : _('Remove');
		const heard = fill(one.kind === 'added' ? _('Add {name}') : _('Remove {name}'), {
			name: one.name,
		});
		const act = button(label, 'apply', () => follow(one), { 'aria-label': heard });
		return bar('news', sentences(network, one), mayWrite ? [act] : [], key);
	});
}

/** Which devices a home is missing from, for it came after their configuration. */
export function outdatedBars({ outdated }: StatusReply): HTMLElement[] {
	if (outdated.length === 0) return [];
	const devices = outdated.map(({ name }) => name);
	const homes = outdated
		.flatMap(({ lacks }) => lacks)
		.filter((one, at, all) => all.indexOf(one) === at);
	const values = { devices: inARow(devices), homes: inARow(homes) };
	return [
		bar(
			'todo',
			[
				E('strong', {}, [
					fill(
						N_(
							outdated.length,
							'{devices} does not reach {homes} yet.',
							'{devices} do not reach {homes} yet.'
						),
						values
					),
				]),
				E('div', { class: 'wgs-age' }, [
					_('The configuration there was made before. On the page Devices, press Show.'),
				]),
			],
			[tabLink('devices', _('Devices'))],
			'outdated'
		),
	];
}
