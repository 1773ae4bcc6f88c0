// What on this router decides over the way of packets before its routes do, and what has to be set there?

import { tunnel_prefixes } from '../model/network.ts';
import { print_endpoint } from '../base/endpoint.ts';
import { finding } from '../words/findings.ts';
import { default_gateway, other_interfaces } from './lans.ts';
import { other_tunnels, takes_internet } from './tunnels.ts';
import type { Facts } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Finding, FindingCode } from '../words/findings.ts';

/** By the name of the program, as `router/look` tells it. */
const policies: Record<string, FindingCode> = { pbr: 'policy-pbr', mwan3: 'policy-mwan3' };

/** The interfaces, a VPN's, to which all internet traffic of this home goes. */
export function internet_tunnels(facts: Facts): string[] {
	const found: string[] = [];
	for (const tunnel of other_tunnels(facts)) {
		if (takes_internet(tunnel)) push(found, tunnel.name);
	}
	for (const entry of other_interfaces(facts)) {
		const vpn = entry.proto == 'wireguard' || entry.proto == 'openvpn';
		if (!vpn || index(found, entry.name) >= 0) continue;
		if (default_gateway(entry) != null) push(found, entry.name);
	}
	return found;
}

/** Proxies, policies, VPNs for everything: each with the setting that lets the tunnel through. */
export function check_steering(network: Network, facts: Facts): Finding[] {
	const found: Finding[] = [];
	const endpoint = print_endpoint(network.hub);
	const networks = join(', ', tunnel_prefixes(network));
	for (const name of facts.proxies ?? []) {
		const values = { value: name, endpoint: network.hub.endpoint_host };
		push(found, finding('proxy-running', values, ''));
	}
	for (const name of internet_tunnels(facts)) {
		const values = { value: name, endpoint: endpoint, host: network.hub.endpoint_host };
		push(found, finding('internet-tunnel', values, ''));
	}
	for (const name of facts.steering ?? []) {
		const code = policies[name];
		if (code != null) push(found, finding(code, { networks: networks, endpoint: endpoint }, ''));
	}
	return found;
}
