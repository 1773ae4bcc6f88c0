// What of this router is in the way of a tunnel: its networks, its internet connection, what else runs on it?

import { endpoint_shell, site_shell } from './kind.ts';
import type { Text } from './kind.ts';

export const router_findings = {
	'needed-here': {
		severity: 'error',
		message:
			'This router could lose the internet: {what}, {address}, must be reached without the tunnel, but is inside {value}.',
		fix: 'Remove {value}, or enter a narrower network without {address}.',
		shell: 'wgspoke join --site NAME=PREFIX',
	},
	'unknown-lan': {
		severity: 'error',
		message: 'Other homes could not reach {value}: this router has no such network.',
		fix: 'Enter the LAN of this home, like 192.168.2.0/24.',
		shell: 'wgspoke join --lan PREFIX',
	},
	'wan-overlap': {
		severity: 'warning',
		message:
			'{value} shares addresses with {network} at the interface {interface}: what is there could be reached no more, though the internet connection does not need it.',
		fix: 'Go on if nobody needs what is there; else remove {value} from the other homes.',
		shell: 'wgspoke join --site NAME=PREFIX',
	},
	'route-taken': {
		severity: 'warning',
		message:
			'{value} may not go through the tunnel: this router already sends {network} to {interface}.',
		fix: 'Remove that route or VPN, or remove {value} from the other homes.',
		shell: 'wgspoke join --site NAME=PREFIX',
	},
	'own-network': {
		severity: 'error',
		message:
			'{value} is a network of this home ({place}), which would lose it to the tunnel: it cannot be at {name}, too.',
		fix: 'If the pasted text was made for another home, paste the one for this home. Else remove {value} from {name}, or give one of the two another network.',
		shell: site_shell,
	},
	'shared-subnet': {
		severity: 'warning',
		message:
			'The interfaces {first} and {second} share one network, {value}: devices behind one of them may get no answers.',
		fix: 'Give {second} a network of its own under Network › Interfaces.',
	},
	'choose-lan': {
		severity: 'error',
		message: 'Which network is this home is not clear; this router has {networks}.',
		fix: 'Choose what the other homes may reach.',
		shell: 'wgspoke join --lan PREFIX',
		hides: ['no-lan'],
	},
	'no-firewall': {
		severity: 'info',
		message:
			'The firewall of this router has no zones, so the tunnel gets none: nothing on this router holds back what comes through it.',
		fix: 'Nothing to do. If you set up zones later, change the network again, so that the tunnel gets its own.',
	},
	'same-tunnel': {
		severity: 'error',
		message: 'The interface {value} is this tunnel already, set up by hand.',
		fix: 'Take it over: its key and addresses are used on, and {value} goes in the same step. Or leave it as it is, and do not join here.',
		shell: 'wgspoke join --take-over {value}',
		hides: ['interface-exists of hub.interface'],
	},
	'same-tunnel-off': {
		severity: 'warning',
		message:
			'The interface {value} is this tunnel already, set up by hand and switched off; both together would not work.',
		fix: 'Take it over, so that {value} goes in the same step; or leave it switched off.',
		shell: 'wgspoke join --take-over {value}',
	},
	'not-to-take': {
		severity: 'error',
		message:
			'{value} cannot be taken over: it is no WireGuard interface with this key or this hub.',
		fix: 'Leave out --take-over, or name the interface of this very tunnel.',
	},
	'hub-is-here': {
		severity: 'error',
		message: 'The hub cannot be at {value}: that is an address of this router itself.',
		fix: 'Enter the public address of the hub, like vpn.example.org or 203.0.113.1.',
		shell: endpoint_shell,
		hides: ['endpoint-inside', 'hub-not-public', 'hub-unresolved'],
	},
	'hub-nowhere': {
		severity: 'error',
		message: 'The hub cannot be at {value}: {network} is kept for {range}.',
		fix: 'Enter the public address of the hub, like vpn.example.org or 203.0.113.1.',
		shell: endpoint_shell,
		hides: ['endpoint-inside', 'hub-not-public'],
	},
	'hub-not-public': {
		severity: 'error',
		message:
			'The hub cannot be called at {endpoint}: that is an address inside {value}, a network behind the hub, and nobody outside reaches it there.',
		fix: 'Enter the public address of the hub, like vpn.example.org or 203.0.113.1.',
		shell: endpoint_shell,
		hides: ['hub-private', 'endpoint-inside'],
	},
	'hub-private': {
		severity: 'warning',
		message:
			'The hub will hardly be found at {value}: that is a private address, and this router is in no such network.',
		fix: 'Enter the public address of the hub, like vpn.example.org or 203.0.113.1.',
		shell: endpoint_shell,
	},
	'hub-shared': {
		severity: 'warning',
		message:
			'The hub will hardly be found at {value}: that is an address that a provider gives to many customers at once (carrier-grade NAT), and nobody outside can call it.',
		fix: 'Enter a public address of the hub, of IPv6 if its provider gives it no other; or set up another hub on a rented server.',
		shell: 'wgspoke hub --script',
	},
	'hub-example': {
		severity: 'info',
		message:
			'The hub will hardly be found at {value}: such addresses are for examples in documents, and nobody has them on the internet.',
		fix: 'Enter the real public address of the hub.',
		shell: endpoint_shell,
	},
	'hub-fake': {
		severity: 'warning',
		message:
			'The hub may not be reached: {value} is a made-up address, with which {program} answers in place of the real one.',
		fix: 'In the proxy, let the name of the hub be looked up for real (fake-ip filter) and its address pass directly; or enter the address of the hub in place of its name.',
	},
	'no-ipv6': {
		severity: 'error',
		message: 'This router has no IPv6, and the hub is known by an IPv6 address alone: {value}.',
		fix: 'Enter an IPv4 address of the hub; or have IPv6 set up for the internet connection of this home first.',
		shell: endpoint_shell,
	},
	'no-ipv4': {
		severity: 'error',
		message: 'This router has no IPv4, and the hub is known by an IPv4 address alone: {value}.',
		fix: 'Enter an IPv6 address of the hub; or have IPv4 set up for the internet connection of this home first.',
		shell: endpoint_shell,
	},
	'internet-tunnel': {
		severity: 'warning',
		message:
			'All internet traffic of this home goes through {value}, and what goes to the hub would go there, too.',
		fix: 'Under Network › Routing add a route to {host} by the interface of the internet connection; and if policies of {value} choose by device, have them exclude the networks of the other homes.',
	},
	'policy-pbr': {
		severity: 'warning',
		message:
			'Policy Routing (pbr) takes the packets of this home first, before the routes of the tunnel.',
		fix: 'Under Services › Policy Routing add a policy above the others: remote addresses {networks}, interface ignore.',
	},
	'policy-mwan3': {
		severity: 'warning',
		message:
			'The MultiWAN Manager (mwan3) takes the packets of this home first, before the routes of the tunnel.',
		fix: 'Under Network › MultiWAN Manager › Rules add a rule above the others: destination {networks}, policy default (use main routing table).',
	},
	'ipv6-half': {
		severity: 'warning',
		message:
			'{value} of {name} would be reached one way only: this home shares no IPv6 network, so no answer finds the way back.',
		fix: 'Share an IPv6 network of this home as well, like fd12:3456:789a::/64, or remove {value}.',
		shell: site_shell,
	},
	'ipv6-shared': {
		severity: 'info',
		message:
			'IPv6 goes through the tunnel as well, so this home shares {networks}. Answers come back once the hub and the other homes know it.',
		fix: 'Tell the hub of this home; the page Hub has the commands. If IPv6 is not wanted, remove it from this home and from the others.',
		shell: 'wgspoke hub',
	},
	'ipv6-left-out': {
		severity: 'info',
		message:
			'{networks} is left out: IPv6 goes through the tunnel only where this home shares an IPv6 network, too, to which the answers come back.',
		fix: 'Nothing to do for IPv4. If IPv6 is wanted, share an IPv6 network of this home, name those of the other homes, and tell the hub.',
	},
	'mtu-large': {
		severity: 'warning',
		message:
			'An MTU of {value} is too large, and big pages would hang: the internet connection at {interface} takes {wan} bytes, WireGuard over {family} needs {overhead} of them, so {fit} are left.',
		fix: 'Leave the MTU empty, so that the router works it out; or enter {fit}.',
		shell: 'wgspoke join --mtu 0',
		hides: ['mtu-odd'],
	},
	'no-wan': {
		severity: 'error',
		message: 'This router has no internet connection, so it cannot reach the hub.',
		fix: 'Bring up the internet connection under Network › Interfaces, then try again.',
	},
	'no-zone': {
		severity: 'error',
		message:
			'Devices in {value} could not use the tunnel: the firewall has no zone for {interface}.',
		fix: 'Put {interface} into a zone under Network › Firewall, then try again.',
	},
	'lan-is-wan': {
		severity: 'error',
		message:
			'{value} cannot be shared: it is on the internet side of this router, on its interface {interface}.',
		fix: 'Share a LAN of this home instead, like 192.168.2.0/24; if {value} is the LAN as well, give the LAN another network.',
		shell: 'wgspoke join --lan PREFIX',
	},
	'interface-exists': {
		severity: 'error',
		message: 'The tunnel cannot be named {value}: this router already uses that name.',
		fix: 'Choose another name for the tunnel.',
		shell: 'wgspoke join --interface NAME',
	},
	'zone-exists': {
		severity: 'error',
		message: 'The firewall already has an entry {value} that does not belong to this tunnel.',
		fix: 'Rename or remove {value} under Network › Firewall, then try again.',
	},
	'no-wireguard': {
		severity: 'error',
		message: 'This router cannot make a WireGuard tunnel: {value} is not installed.',
		fix: 'Install {value} under System › Software, then try again.',
	},
	'side-router': {
		severity: 'warning',
		message:
			'Devices in {value} may not find the tunnel: they seem to use another router, {gateway}.',
		fix: 'In that router, add a route to {networks} through {address}.',
	},
	'proxy-running': {
		severity: 'warning',
		message: '{value} runs on this router and may swallow the packets of the tunnel.',
		fix: 'In {value}, let traffic to the hub {endpoint} and to the other homes pass directly.',
	},
	'clock-behind': {
		severity: 'warning',
		message:
			'It is not known when the hub last answered: the clock of this router, which shows {value}, has been set to another time since.',
		fix: 'Wait two minutes, until it answers again. If the day is wrong, set it under System › System: until then the hub may refuse this router.',
	},
	'clock-unset': {
		severity: 'warning',
		message:
			'The hub may refuse this router: its clock has not been set since it started and shows {value}.',
		fix: 'Check the time under System › System, and that this router can reach its time server.',
	},
} satisfies Record<string, Text>;
