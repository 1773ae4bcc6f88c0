// Which words are filled into sentences: what they speak of, why something is so, what is asked for?
// English, in lower case unless they begin a sentence; a translation starts from the same words.

import type { Phrase, Value } from './phrase.ts';

export const terms = {
	// what a sentence speaks of
	private_key: 'The private key of this router',
	preshared_key: 'The preshared key',
	hub_key: 'The public key of the hub',
	site_key: 'The public key of {name}',
	device: 'The device',
	dns: 'The DNS server',
	hub_address: 'The VPN address of the hub',
	local_address: 'The VPN address of this home',
	site_address: 'The VPN address of {name}',
	vpn_subnet: 'The VPN network',
	local_lan: 'The LAN of this home',
	site_lan: 'The network of {name}',
	site_host: 'The device to ask at {name}',
	local_name: 'This home',
	site_name: 'A home',
	device_name: 'A device',
	local_flag: 'this home',
	allowed_ips: 'A network in AllowedIPs',
	interface_name: 'The tunnel interface',
	endpoint: 'The public address of the hub',
	port: 'The port of the hub',
	keepalive: 'The keepalive',
	mtu: 'The MTU',
	accepted: 'A public network that was allowed',
	access: 'What the other homes may open on this router',
	network: 'The network',
	hub: 'The hub',
	sites: 'The list of homes',
	devices: 'The list of devices',
	this_router: 'this router',
	the_hub: 'the hub',
	home_lan: 'the LAN of this home',
	this_home: 'this home',

	// what is asked for
	rule_name: '1 to 63 characters, none of them \' " ` $ ; < > & | or \\',
	rule_unique: 'no other home or device may have it',
	rule_interface: '1 to 15 letters, digits or _',
	rule_keepalive: 'a number of seconds from 0 to 65535',
	rule_port: 'a number from 1 to 65535',
	rule_mtu: 'a number from 576 to 9000, or nothing',
	rule_subnet: 'the network of the VPN, like 192.168.151.0/24',
	rule_lan: 'a network of this home, like 192.168.2.0/24',
	rule_host_name: 'a host name or an IP address, like vpn.example.org or 203.0.113.1',
	rule_host: 'the address of a device at that home, like 192.168.4.10',
	rule_host_address: 'an address that a router can have, not the first or last of the network',
	rule_local: 'one home only, the one of this router',
	rule_group: 'a group of fields',
	rule_list: 'a list',
	rule_text: 'a text',
	rule_number: 'a whole number from 0 to 65535',
	rule_flag: 'yes or no',
	rule_access: 'all, ping or none',
	rule_device: 'one of {names}',
	rule_no_device: 'a device of this network; it has none yet',

	// what the addresses of a special range are for
	range_public: 'the public addresses of the internet',
	range_examples: 'the addresses for examples in documents',
	range_self: 'a device that speaks to itself or has no address yet',
	range_link: 'devices on one and the same cable or Wi-Fi',
	range_group: 'groups of devices (multicast)',
	range_everybody: 'all devices at once (broadcast)',
	range_reserved: 'nobody (reserved)',
	range_translated: 'the change between IPv4 and IPv6',
	range_services: 'services of the internet itself',

	// what this router has to reach without the tunnel
	own_dns_server: 'its DNS server',
	own_gateway: 'its gateway',
	own_wan_address: 'its own address',

	// what it looks like
	address_line: '"Address = 192.168.151.2/24", below [Interface] in the text',

	// why something is not as it should be
	empty: 'it is empty',
	no_sections: 'it has no [Interface] and no [Peer] section',
	binary: 'it is not text',
	utf16: 'it is saved as UTF-16, not as plain text',
	key_short: 'it is too short',
	key_long: 'it is too long',
	key_characters: 'it has characters that no key has',
	key_end: 'its end is damaged',
	host_name: 'that is not a host name or an IP address',
	port_missing: 'the port is missing',
	port_range: 'the port is not a number from 1 to 65535',
	outside_sections: 'it stands before the first section',
	unknown_section: 'its section is not part of a WireGuard file',
	no_equals: 'it has no equals sign',
	no_value: 'it has no value',
	listens: 'it listens on port {port} and none of its peers has an endpoint',
	forwards: 'it sets up forwarding, and none of its peers has an endpoint',
	newer: 'it was made by a newer version of this program ({version})',
	cut_off: 'a part of the line is missing',
	malformed: 'its value cannot be understood',
	running: 'among the peers that run now',
	written: 'in its file, for after a restart',
	routes: 'in its routes, where {value} leads elsewhere',
	no_network: 'no network',
	dns_silent: 'nothing answers such questions at {value}',
	dns_closed: 'at {value} this router answers its own home only',

	// why a line is not used
	hook: 'commands from a text are never run',
	table: 'the router makes the routes itself',
	fwmark: 'a home gateway needs no packet mark',
	listen_port: 'this home calls the hub, so any free port will do',
	save_config: 'the router keeps its settings itself',
	own_dns: 'this home keeps its own DNS server',
	amnezia: 'AmneziaWG is not spoken here, and a hub that demands it will not answer',
	other_peer: 'only one peer is the hub',
	unknown_key: 'this word is not known',
	repeated: 'a later line gives this value',
	default_route: 'it would take over the internet connection',
	own_mtu: 'the router chooses a fitting MTU itself',
	second_address: 'this home uses one address in the VPN',
	no_address: 'without the VPN address of this home, the VPN cannot be told from the other homes',
	second_network: 'it belongs to an address that this home does not use',
	needs_keepalive: 'a home gateway needs a keepalive',
	more_lines: 'and {count} more lines',
};

export type TermKey = keyof typeof terms;

/** Words by their key, with what is filled into them. */
export function term(key: TermKey, values?: Record<string, Value>): Phrase {
	return { key: key, text: terms[key], values: values ?? {} };
}
