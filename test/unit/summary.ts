// What did reading a text give, in a form that a person can check line by line?
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

export function summarize({ network, secrets, findings, unused }: ReadResult): Summary {
	const { hub, sites } = network;
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
			({ line, severity, code, field }) => `line ${line}: ${severity} ${code} (${field})`
		),
		unused: unused.map(({ line, text, reason }) => `line ${line}: ${text} (${reason})`),
	};
}
