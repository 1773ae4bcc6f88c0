// What did reading a text give, in a form that a person can check line by line?
import { in_english } from '../../root/usr/share/ucode/wgspoke/words/phrase.ts';
import { check_network } from '../../root/usr/share/ucode/wgspoke/model/check.ts';
import { local_site } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { text_findings } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';
import { settle } from '../../root/usr/share/ucode/wgspoke/words/settle.ts';
import type { ReadResult } from '../../root/usr/share/ucode/wgspoke/text/reading.ts';

export interface Summary {
	hub: string;
	sites: string[];
	/** Which keys were found; their values have tests of their own. */
	keys: string[];
	/** 'line 3: warning no-keepalive (hub.keepalive)' */
	findings: string[];
	/** 'line 3: DNS = 1.1.1.1 (this home keeps its own DNS server)' */
	unused: string[];
}

/** As the verb `read` tells it at a home with a LAN of its own: about the text, and about the network in it. */
export function summarize(read: ReadResult): Summary {
	const { network, secrets, unused } = read;
	const { hub, sites } = network;
	const local = local_site(network);
	if (local?.lan.length === 0) local.lan.push('100.127.99.0/24');
	const findings = settle([...text_findings(read, network), ...check_network(network)]);
	const keys = [];
	if (secrets.private_key != '') keys.push('private');
	if (secrets.preshared_key != '') keys.push('preshared');
	if (hub.public_key != '') keys.push('hub');
	return {
		hub: `${hub.endpoint_host} port ${hub.endpoint_port}, ${hub.address || '?'} in ${hub.subnet || '?'}, keepalive ${hub.keepalive}, MTU ${hub.mtu}`,
		sites: sites.map((site) =>
			site.local
				? `${site.name}, here, ${site.address || '?'}`
				: `${site.name}: ${site.lan.join(' ')}`
		),
		keys,
		findings: findings.map(
			({ line, severity, code, about }) => `line ${line}: ${severity} ${code} (${about})`
		),
		unused: unused.map(({ line, text, reason }) => `line ${line}: ${text} (${in_english(reason)})`),
	};
}
