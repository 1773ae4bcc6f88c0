// Which findings does one click put right? A table: code → what the button says and does.

import { localSite } from '../pages/network.ts';
import { rowOf } from '../widgets/record.ts';
import { dataOf, fill } from '../widgets/words.ts';
import type { Finding, FindingCode, Network, Site } from '../types.ts';
import type { Draft } from './draft.ts';
import type { RowId } from './step.ts';

export interface Fix {
	label: string;
	/** What it does to the network; nothing when the person has to answer. */
	change?: (network: Network) => void;
	/** The tunnel made by hand that is taken over. */
	takeOver?: string;
	/** The row to open. */
	row?: RowId;
}

type FixOf = (finding: Finding, draft: Draft) => Fix | null;

/** The site that a finding is about: 'local.lan', 'site.Home B.lan'. */
function siteOf(network: Network, about: string): Site | null {
	if (about.startsWith('local.')) return localSite(network);
	const name = /^site\.(.*)\.[a-z_]+$/.exec(about)?.[1];
	return network.sites.find((site) => !site.local && site.name === name) ?? null;
}

/** Takes the prefix that is in the way out of the home that it was entered for. */
const withoutPrefix: FixOf = ({ about, values }, draft) => {
	const prefix = dataOf(values, 'value');
	const owner =
		siteOf(draft.network, about) ?? draft.network.sites.find((site) => site.lan.includes(prefix));
	if (!owner?.lan.includes(prefix)) return null;
	return {
		label: fill(_('Remove {prefix} from {name}'), { prefix, name: owner.name }),
		change: (network) => {
			for (const site of network.sites) {
				if (site.local === owner.local && site.name === owner.name) {
					site.lan = site.lan.filter((lan) => lan !== prefix);
				}
			}
			// A home of which nothing is left was no other one.
			network.sites = network.sites.filter((site) => site.local || site.lan.length > 0);
		},
	};
};

const freeAddress: FixOf = ({ about }, { network, freeAddress: address }) => {
	const site = siteOf(network, about);
	const taken = [network.hub, ...network.sites, ...network.devices].map((one) => one.address);
	if (!site || address === '' || taken.includes(address)) return null;
	return {
		label: fill(_('Use {address}'), { address }),
		change: (changed) => {
			const same = siteOf(changed, about);
			if (same) same.address = address;
		},
	};
};

/** The person's yes to one public network. */
const allowPublic: FixOf = ({ values }) => {
	const prefix = dataOf(values, 'value');
	return {
		label: fill(_('Reach {prefix} through the tunnel'), { prefix }),
		change: ({ hub }) => {
			hub.public_ok = [...hub.public_ok, prefix];
		},
	};
};

/** This very tunnel, made by hand: its key and addresses are used on, and it goes in the same step. */
const takeOver: FixOf = ({ values }) => {
	const name = dataOf(values, 'value');
	return { label: fill(_('Take over {name}'), { name }), takeOver: name };
};

const computedMtu: FixOf = () => ({
	label: _('Let the router work it out'),
	change: ({ hub }) => {
		hub.mtu = 0;
	},
});

/** Takes a network out of a home, and a home that has no other off the list. */
const leaveOut: FixOf = ({ values }) => {
	const prefix = dataOf(values, 'value');
	return {
		label: fill(_('Leave {prefix} out'), { prefix }),
		change: (network) => {
			for (const site of network.sites) {
				if (!site.local) site.lan = site.lan.filter((lan) => lan !== prefix);
			}
			network.sites = network.sites.filter(({ local, lan }) => local || lan.length > 0);
		},
	};
};

const oneWay: FixOf = (_finding, { network }) =>
	network.hub.one_way
		? null
		: {
				label: _('Reach the other homes one way only'),
				change: ({ hub }) => {
					hub.one_way = true;
				},
			};

const likelySubnet: FixOf = ({ values }) => {
	const subnet = dataOf(values, 'likely');
	if (subnet === '') return null;
	return {
		label: fill(_('Use {network}'), { network: subnet }),
		change: ({ hub }) => {
			hub.subnet = subnet;
		},
	};
};

const nameHomes: FixOf = () => ({ label: _('Enter the other homes'), row: 'others' });

const fixes: Partial<Record<FindingCode, FixOf>> = {
	'no-keepalive': () => {
		const seconds = Number(rowOf('hub', 'keepalive').empty);
		return {
			label: fill(_('Set {seconds} seconds'), { seconds }),
			change: ({ hub }) => {
				hub.keepalive = seconds;
			},
		};
	},
	'mtu-large': computedMtu,
	'mtu-odd': computedMtu,
	'interface-exists': (_finding, { network }) => {
		const name = `${network.hub.interface.slice(0, 14)}2`;
		return {
			label: fill(_('Use {name}'), { name }),
			change: ({ hub }) => {
				hub.interface = name;
			},
		};
	},
	'address-taken': freeAddress,
	'address-outside': freeAddress,
	'missing-address': freeAddress,
	'no-address': freeAddress,
	'bad-address': (finding, draft) =>
		finding.about.endsWith('.address')
			? freeAddress(finding, draft)
			: withoutPrefix(finding, draft),
	'default-route': nameHomes,
	'unknown-server': nameHomes,
	'single-subnet': likelySubnet,
	'hub-unaware': oneWay,
	'hub-incapable': oneWay,
	'own-lan': leaveOut,
	'no-remote': nameHomes,
	'lan-overlap': withoutPrefix,
	'site-overlap': withoutPrefix,
	'vpn-overlap': withoutPrefix,
	'endpoint-inside': withoutPrefix,
	'public-prefix': allowPublic,
	'special-prefix': withoutPrefix,
	'needed-here': withoutPrefix,
	'own-network': withoutPrefix,
	'wan-overlap': withoutPrefix,
	'route-taken': withoutPrefix,
	'ipv6-half': withoutPrefix,
	'same-tunnel': takeOver,
	'same-tunnel-off': takeOver,
};

/** What one click can do about the finding; null when a person has to think. */
export function fixFor(finding: Finding, draft: Draft): Fix | null {
	return fixes[finding.code]?.(finding, draft) ?? null;
}
