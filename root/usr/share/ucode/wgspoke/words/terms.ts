// Which words are filled into sentences: what they speak of, why something is so, what is asked for?
// English, in lower case unless they begin a sentence; a translation starts from the same words.

import type { Phrase, Value } from './phrase.ts';

export const terms = {
	// what a sentence speaks of
	private_key: 'The private key of this router',
	preshared_key: 'The preshared key',
	hub_key: 'The public key of the hub',
	site_key: 'The public key of {name}',
	device_lacks: 'What the configuration of {name} lacks',
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
	invited_flag: 'whether it was invited and has not joined yet',
	allowed_ips: 'A network in AllowedIPs',
	interface_name: 'The tunnel interface',
	endpoint: 'The public address of the hub',
	port: 'The port of the hub',
	ports: 'A further port of the hub',
	keepalive: 'The keepalive',
	mtu: 'The MTU',
	follow: 'Whether this router follows the hub',
	accepted: 'A public network that was confirmed',
	one_way: 'One way only',
	access: 'Access to this router',
	switched_off: 'Whether the tunnel is switched off',
	network: 'The network',
	hub: 'The hub',
	sites: 'The list of homes',
	devices: 'The list of devices',
	members: 'homes and devices',
	lans: 'networks of homes',
	lans_of_home: 'networks of one home',
	text_lines: 'lines in the text',
	listed: 'networks in one section of the text',
	this_router: 'this router',
	the_hub: 'the hub',
	home_lan: 'the LAN of this home',
	this_home: 'this home',
	zone_named: 'zone {name}',
	zone_of_down: 'zone {name}, interface {interface}, which is down just now',
	name_now: '{name}, now {address},',
	some_proxy: 'a proxy',
	and_more: '{list} and {count} more',

	// what is asked for
	rule_name: '1 to 63 characters, none of them \' " ` $ ; < > & | or \\',
	rule_unique: 'no other home or device may have it',
	rule_interface: '1 to 15 letters, digits or _',
	rule_keepalive: 'a number of seconds from 0 to 65535',
	rule_port: 'a number from 1 to 65535',
	rule_ports: 'up to 8 ports',
	rule_mtu: 'a number from 576 to 9000, or nothing',
	rule_subnet: 'the VPN network, like 192.168.151.0/24',
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
	rule_no_device: 'a device on the list; there is none yet',

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

	// what a text is
	format_uci: 'the configuration of OpenWrt itself, as in /etc/config/network',
	format_routeros: 'an export of a MikroTik router',
	format_wg_show: 'what a WireGuard command prints',
	format_networkd: 'a file of systemd-networkd',
	format_networkmanager: 'a file of NetworkManager',
	format_commands: 'a list of commands',
	format_vyos: 'a configuration of VyOS or EdgeOS',
	format_keenetic: 'a configuration of a Keenetic router',
	format_openvpn: 'a file for OpenVPN',
	format_ipsec: 'a file for IPsec',
	format_tailscale: 'something of Tailscale or ZeroTier',
	format_compose: 'a file or command for Docker',
	format_proxy: 'a file of a proxy program',
	format_link: 'a link for an app',
	format_web: 'a web page or its address',
	format_backup: 'the backup of a router',
	format_json: 'a file in JSON of some other program',
	format_secret: 'a key or certificate that is not of WireGuard',
	format_key: 'a key alone',

	// where the file is that is meant
	way_hub_file:
		'whoever runs the hub has it or can make it; it begins with [Interface], and its [Peer] section has an Endpoint line',
	way_uci:
		'on the router that is the hub, open Network › Interfaces, edit the WireGuard interface, and under Peers press Generate configuration at the peer for this home',
	way_routeros:
		'in the MikroTik open WireGuard › Peers, fill in the client address and client endpoint of the peer for this home, and copy its Client Config; its Allowed Address needs the LAN of this home, too',
	way_compose:
		'the container makes one for each peer, in its web page or as /config/peer_NAME/peer_NAME.conf',
	way_link: 'the same app can export it as a file for WireGuard',
	way_other_vpn:
		'the hub has to speak WireGuard; a rented server becomes one by the script of the page Hub',

	// who wrote a text
	maker_wg_easy: 'wg-easy',
	maker_wg_easy_14: 'wg-easy 14 or older',
	maker_unifi: 'a UniFi gateway',
	maker_luci: 'another OpenWrt router',
	maker_linuxserver: 'the Docker container of linuxserver.io',
	maker_wireguard_ui: 'wireguard-ui',
	maker_routeros: 'a MikroTik router',
	maker_pivpn: 'PiVPN',
	maker_wireguard_install: 'a server made by an install script',
	maker_fritz_device: 'the FRITZ!Box',
	maker_fritz_networks: 'a FRITZ!Box that connects networks',

	// what its admin has to set
	way_wg_easy:
		'open this client in wg-easy, enter {value} under Server Allowed IPs, save, and restart the interface',
	way_wg_easy_14:
		'update wg-easy to version 15, then enter {value} under Server Allowed IPs; or set up another hub on the page Hub',
	way_unifi:
		'open Settings › VPN › VPN Server in UniFi, edit this client, and enter {value} under Remote Client Networks, which newer versions have',
	way_luci:
		'on that router open Network › Interfaces, edit the WireGuard interface, and under Peers add {value} to the Allowed IPs of this home and tick Route Allowed IPs; save, then restart the interface',
	way_linuxserver:
		'set SERVER_ALLOWEDIPS_PEER_name={value} for the container, with the name of this peer, and create it again',
	way_wireguard_ui:
		'edit this client in wireguard-ui, enter {value} under Extra Allowed IPs, and press Apply Config',
	way_routeros_peer:
		'add {value} to the Allowed Address of this peer under WireGuard › Peers, and a route to {value} through the WireGuard interface under IP › Routes',
	way_wg_quick:
		'add {value} to AllowedIPs of this peer in /etc/wireguard/wg0.conf, then run systemctl restart wg-quick@wg0',
	way_fritz_networks:
		'open Internet › Permit Access › VPN (WireGuard) in the FRITZ!Box, add a connection that connects networks, enter {value} as the network of the other side, and paste that file',

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
	scheme: 'http:// and the like belong to web pages, the hub has a name and one port only',
	host_missing: 'the name or address before the port is missing',
	port_missing: 'the port is missing',
	port_range: 'the port is not a number from 1 to 65535',
	outside_sections: 'it stands before the first section',
	unknown_section: 'its section is not part of a WireGuard file',
	no_equals: 'it has no equals sign',
	no_value: 'it has no value',
	listens: 'it listens on port {port} and none of its peers has an endpoint',
	forwards: 'it sets up forwarding, and none of its peers has an endpoint',
	one_member: 'its only peer is a home or device inside its own network, that of {address}',
	members_inside:
		'some of its peers are homes or devices inside its own network, that of {address}: {count}',
	newer: 'it was made by a newer version of this program ({version})',
	cut_off: 'a part of the line is missing',
	malformed: 'its value cannot be understood',
	mtu_too_large:
		'it is too large for a tunnel inside an internet connection, and big pages would hang',
	mtu_too_small: 'it is too small for IPv6',
	no_network: 'no network',
	dns_silent: 'nothing answers such questions at {value}',
	dns_closed: 'at {value} this router answers its own home only',

	// the steps from this router to a device at another home
	step_online: 'This router is online',
	step_server: 'The server of the hub answers',
	step_handshake: 'The hub knows this router',
	step_hub: 'The hub answers this router inside the VPN',
	step_here: 'This router lets your devices into the tunnel',
	step_lan: 'The hub answers the devices of this home',
	step_flow: 'Large packets pass',
	step_router: 'Its router answers',
	step_network: 'Its network answers',
	step_device: 'The device there answers',

	// what was measured
	seen_answers: 'answer from {address}, {time} ms',
	seen_silent: 'no answer from {address}',
	seen_invited: 'invited, not joined yet',
	seen_no_gateway: 'no interface has a way to the internet',
	seen_online: 'the internet answers',
	seen_shaken: 'a handshake was made',
	seen_handshake: 'last handshake {age} s ago',
	seen_old_handshake: 'last handshake {age} min ago',
	seen_no_handshake: 'no handshake yet',
	seen_no_tunnel: 'the tunnel {name} does not run',
	seen_lan_answers: 'it answers {address}',
	seen_lan_silent: 'it does not answer {address}',
	seen_passing: 'it passes packets on, though it answers no ping itself',
	seen_let_through: 'its routes and its firewall let everything through',
	seen_large: '{count} of {of} packets of {size} bytes came back',
	seen_sizes: 'packets of {value} bytes come back, packets of {size} do not',
	seen_loss: 'loss in the tunnel {value} %',
	seen_loss_beside: 'loss beside the tunnel, on the same way, {value} %',
	seen_swallowing: 'table {table} keeps every packet on this router',
	seen_rule: 'rule {rule}',
	seen_counts: 'while asking, {sent} bytes were sent to the hub and {received} came back',

	// which way, and how long
	way_out: 'from this home into the tunnel',
	way_in: 'from the tunnel into this home',
	nowhere: 'nowhere',
	not_since_start: 'not since its own start',
	ago: '{span} ago',
	span_seconds: '{count} s',
	span_minutes: '{count} min',
	span_hours: '{count} h',
	span_days: '{count} days',

	// why a hub does not take a change
	hub_question: 'it does not understand what it was told',
	hub_busy: 'another change is under way there, or somebody edits its wg0.conf',
	hub_full: 'its disk is full',
	hub_tunnel: 'its tunnel does not run, or there is no wg0.conf',
	hub_failed: 'something went wrong there, and its journal says what',

	// why a line is not used
	hook: 'commands from a text are never run',
	table: 'the router makes the routes itself',
	fwmark: 'a home gateway needs no packet mark',
	listen_port: 'this home calls the hub, so any free port will do',
	save_config: 'the router keeps its settings itself',
	own_dns: 'this home keeps its own DNS server',
	amnezia: 'a setting of AmneziaWG, which this router does not speak',
	other_peer: 'only one peer is the hub',
	unknown_key: 'this word is not known',
	repeated: 'a later line has the value that counts',
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
