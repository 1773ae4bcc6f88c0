// What can be found, and which sentences does a person see then?
// A finding is a code and values; its sentences are templates that the reader fills (see phrase).

import { told_limit } from '../base/bounds.ts';
import { cut } from '../base/quote.ts';
import type { Phrase, Value } from './phrase.ts';

export type Severity = 'error' | 'warning' | 'info';

/** One kind of finding. */
export interface Text {
	severity: Severity;
	/** What is so, and why that matters: a whole sentence. */
	message: string;
	/** What to do: a whole sentence. */
	fix: string;
	/**
	 * Codes that say no more once this has been said: about the same thing, or where it is named about another,
	 * 'no-remote of sites'; '*': nothing else matters then.
	 */
	hides?: string[] | '*';
}

/**
 * Errors block a plan; warnings can be gone past; what was mended, or is only good to know, is information. Where a
 * code would have two faces, each has a code of its own.
 */
export const findings = {
	'not-config': {
		severity: 'error',
		message: 'This is not a WireGuard configuration: {reason}.',
		fix: 'Paste the whole .conf file that the hub made for this home, from [Interface] to the end.',
		hides: '*',
	},
	'too-large': {
		severity: 'error',
		message:
			'The text is too large to be a WireGuard configuration: {size} KiB, and at most {limit} KiB are read.',
		fix: 'Paste only the .conf file that the hub made for this home.',
		hides: '*',
	},
	'too-many': {
		severity: 'error',
		message:
			'There are more {what} than this router takes: {count}, and at most {limit} are read, so that nobody else has to wait for it. None of them was taken.',
		fix: 'Leave out what nobody at home needs, or name one wider network, like 10.0.0.0/8, in place of many in it.',
		hides: '*',
	},
	'too-long': {
		severity: 'error',
		message: '{what} is left out: it has {length} characters, and at most {limit} are read.',
		fix: 'Enter it once more, without what does not belong to it.',
		hides: ['missing-key', 'missing-address', 'missing-name', 'no-endpoint', 'no-subnet', 'no-lan'],
	},
	'key-misplaced': {
		severity: 'error',
		message: '{what} is left out: a key stands in its place, or what is left of one.',
		fix: 'Enter it once more. If that was a private key and somebody else has seen it, make a new one.',
		hides: ['missing-address', 'missing-name', 'no-endpoint', 'no-subnet', 'no-lan'],
	},
	'paste-gone': {
		severity: 'error',
		message:
			'The pasted text is no longer there: the router keeps it, with its keys, for 15 minutes only.',
		fix: 'Paste it once more.',
		hides: '*',
	},
	'bad-line': {
		severity: 'warning',
		message: 'Line {line} is left out: {reason}.',
		fix: 'Compare line {line} with the file at the hub, correct it and paste again.',
	},
	'unused-line': {
		severity: 'info',
		message: 'A home gateway does not need every line of this text; not used: line {lines}.',
		fix: 'Look through the list of unused lines; if nothing there matters to you, go on.',
	},
	'hub-file': {
		severity: 'error',
		message: 'This is the configuration of the hub itself, not of this home: {reason}.',
		fix: 'Paste the file that was made for this router: it has one [Peer] section, with the key of the hub and an Endpoint line. Or run the command that only looks ("wgspoke hub --look" prints it) at the hub, and paste what it prints.',
		hides: '*',
	},
	'other-format': {
		severity: 'error',
		message: 'This is {what}, not the .conf file that a hub makes for a home.',
		fix: 'Get the .conf file of this home: {way}.',
		hides: '*',
	},
	'mended-text': {
		severity: 'info',
		message:
			'Some characters are those of another keyboard, or marks of a quoted mail; they were read as what they stand for: line {lines}.',
		fix: 'Check the values that were read from there.',
	},
	'mixed-sections': {
		severity: 'error',
		message:
			'The two sections are mixed up: {word} in line {line} says nothing below {section}, because it belongs below {other}.',
		fix: 'Put below [Interface] what is of this home (PrivateKey, Address), and below [Peer] what is of the hub (PublicKey, Endpoint, AllowedIPs); then paste again.',
		hides: ['missing-key of hub.public_key'],
	},
	amnezia: {
		severity: 'error',
		message:
			'This hub speaks AmneziaWG with settings of its own ({keys}), so it never answers WireGuard, which is what this router speaks.',
		fix: 'Have the hub make a plain WireGuard connection for this home, or paste the file of another hub.',
	},
	'amnezia-plain': {
		severity: 'info',
		message:
			'The text was made for AmneziaWG, but its settings only add packets ahead of the first one; the hub answers WireGuard all the same.',
		fix: 'Nothing has to be done.',
	},
	'provider-file': {
		severity: 'error',
		message:
			'This is the file of a VPN provider ({provider}), not of the hub of a home: it leads to the internet and to no other home.',
		fix: 'Paste the file that your own hub made for this home. If that server really is your hub, name the networks of the other homes.',
		hides: [
			...['default-route', 'no-remote', 'single-subnet of hub.subnet', 'no-subnet of hub.subnet'],
			...['foreign-dns of text', 'default-port of hub.endpoint_port'],
		],
	},
	'unknown-server': {
		severity: 'warning',
		message:
			'The text names no other home, only the internet ({value}), as the file of a VPN provider does. The internet connection stays as it is, and nobody is let into this home.',
		fix: 'If {endpoint} is your own hub, name the networks of the other homes, like 192.168.4.0/24. If it belongs to somebody else, do not join it.',
		hides: ['default-route', 'no-remote'],
	},
	'no-peer': {
		severity: 'error',
		message: 'The text does not say which hub to use: it has no [Peer] section.',
		fix: 'Paste the whole file, from [Interface] to the end.',
		hides: '*',
	},
	'many-peers': {
		severity: 'warning',
		message:
			'The text has {count} peers, but a home has one hub: the peer in line {line} is taken, the others are left out.',
		fix: 'If another peer is the hub, remove the [Peer] sections that are not and paste again.',
	},
	'hub-unaware': {
		severity: 'warning',
		message:
			'The hub looks like {maker}, which sends nothing to {value} until its admin has named it.',
		fix: 'At the hub: {way}.',
	},
	'hub-incapable': {
		severity: 'warning',
		message:
			'The hub looks like {maker}, which cannot send anything to {value}: only this router would be reached.',
		fix: 'For both ways {way}. Or let this home reach the others one way only ("wgspoke join --one-way yes").',
	},
	'one-way-file': {
		severity: 'warning',
		message:
			'The text was made for a single device: {maker} sends nothing to {value}. So this home reaches the other one as one device does, and nobody there reaches this home.',
		fix: 'If one way is enough, go on. For both ways {way}.',
	},
	'fritz-lan': {
		severity: 'error',
		message:
			'The router there was told that this home has {network}, but it has {value}, so no answer would come back.',
		fix: 'Make the connection in the FRITZ!Box anew, with {value} as the network of the other side, and paste that file.',
		hides: ['no-subnet of hub.subnet'],
	},
	'bad-key': {
		severity: 'error',
		message: '{what} is not a WireGuard key: {reason} ({length} of 44 characters).',
		fix: 'Copy the key again from where it was made; it has 44 characters and ends with =.',
		hides: ['missing-key'],
	},
	'missing-key': {
		severity: 'error',
		message: '{what} is missing.',
		fix: 'Copy the key again from where it was made; it has 44 characters and ends with =.',
	},
	'bad-address': {
		severity: 'error',
		message: '{what} cannot be used: "{value}" is not an IP address or network.',
		fix: 'Enter it like {example}.',
		hides: ['missing-address', 'no-remote', 'no-lan', 'no-subnet'],
	},
	'missing-address': {
		severity: 'error',
		message: '{what} is missing.',
		fix: 'Enter it like {example}.',
	},
	'no-address': {
		severity: 'error',
		message: 'The text does not say which VPN address this home has.',
		fix: 'Paste the whole text, with the Address line below [Interface]; or enter the address as the hub has it, like 192.168.151.2.',
		hides: ['missing-address', 'no-subnet of hub.subnet', 'no-remote of sites'],
	},
	'bad-endpoint': {
		severity: 'error',
		message: 'The hub cannot be reached at "{value}": {reason}.',
		fix: 'Enter the public address and port of the hub, like vpn.example.org:51820 or 203.0.113.1:51820.',
		hides: ['no-endpoint of hub.endpoint_host', 'bad-value', 'default-port'],
	},
	'bad-name': {
		severity: 'error',
		message: '{what} cannot be named "{value}".',
		fix: 'Choose another name: {rule}.',
	},
	'missing-name': {
		severity: 'error',
		message: '{what} has no name.',
		fix: 'Enter a name: {rule}.',
	},
	'bad-value': {
		severity: 'error',
		message: '{what} cannot be "{value}".',
		fix: 'Enter {rule}.',
		hides: ['missing-key', 'missing-address', 'missing-name', 'no-endpoint', 'no-subnet', 'no-lan'],
	},
	'host-bits': {
		severity: 'info',
		message: '{value} is one address inside the network {network}; the whole network is used.',
		fix: 'Check that you mean all of {network}; for one device alone, end its address with {single}.',
	},
	'no-endpoint': {
		severity: 'error',
		message: 'This router cannot find the hub: the address of the hub is missing.',
		fix: 'Enter the public address and port of the hub, like vpn.example.org:51820 or 203.0.113.1:51820.',
	},
	'same-key': {
		severity: 'error',
		message: 'The tunnel cannot work: {first} and {second} have the same key.',
		fix: 'Make a new key for {first}, and tell the hub its new public key.',
		hides: ['missing-key'],
	},
	'default-route': {
		severity: 'warning',
		message:
			'{value} would send all internet traffic of this home through the hub, so it is left out.',
		fix: 'Name the networks of the other homes instead, like 192.168.4.0/24.',
		hides: ['no-remote'],
	},
	'special-prefix': {
		severity: 'error',
		message: '{what} cannot be {value}: {network} is kept for {range}, so no home has it.',
		fix: 'Remove {value}, or enter the network that is meant, like 192.168.4.0/24.',
	},
	'public-prefix': {
		severity: 'error',
		message:
			'{what} may be a mistake: {value} belongs to {range}, and this home would reach what is there through the hub only.',
		fix: 'Remove {value}, unless it really is the network there; then say yes to it ("wgspoke join --accept-public {value}").',
	},
	'needed-here': {
		severity: 'error',
		message:
			'This router could lose the internet: {what} {address}, which it has to reach without the tunnel, is inside {value}.',
		fix: 'Remove {value}, or enter a narrower network without {address}.',
	},
	'narrow-route': {
		severity: 'info',
		message:
			'The text sends only {value} through the tunnel, so parts of the VPN would not answer; the whole VPN network {subnet} is used.',
		fix: 'Check that {subnet} is the network of your VPN.',
	},
	'no-keepalive': {
		severity: 'warning',
		message:
			'Without keepalive the other homes lose this one after a quiet minute, because the internet connection forgets the way in.',
		fix: 'Use a keepalive of 25 seconds.',
	},
	'keepalive-set': {
		severity: 'info',
		message:
			'The text has no keepalive, or switches it off; 25 seconds are used, because without it the other homes lose this one after a quiet minute.',
		fix: 'Nothing has to be done.',
	},
	'foreign-dns': {
		severity: 'info',
		message:
			'The DNS server {value} of the text is not used: this home would lose its own names, and all names whenever the tunnel is down.',
		fix: 'If you need names of another home, add a forwarding for its domain under Network › DHCP and DNS.',
	},
	'mtu-odd': {
		severity: 'warning',
		message:
			'An MTU of {value} may not fit the internet connection of this home: too large and big pages hang, too small and everything is slow.',
		fix: 'Leave the MTU empty, so that the router works it out.',
	},
	'mtu-unused': {
		severity: 'info',
		message:
			'The MTU {value} of the text is not used: {reason}. The router works out one that fits its internet connection.',
		fix: 'If you know that the hub needs this MTU, enter it under More settings.',
	},
	'default-port': {
		severity: 'info',
		message: 'The hub uses the well-known WireGuard port {value}, which some providers block.',
		fix: 'If the hub never answers, let it listen on another port, like 24356, and enter that here.',
	},
	'no-lan': {
		severity: 'error',
		message: 'The other homes could not reach this one: it has no network to share.',
		fix: 'Enter the LAN of this home, like 192.168.2.0/24.',
	},
	'unknown-lan': {
		severity: 'error',
		message: 'The other homes could not reach {value}: this router has no such network.',
		fix: 'Enter the LAN of this home, like 192.168.2.0/24.',
	},
	'no-remote': {
		severity: 'warning',
		message:
			'No other home is named, so this one reaches nothing but the VPN itself, and nobody is let into it.',
		fix: 'Name the network of another home now, like 192.168.4.0/24, or invite that home afterwards: page Hub, or "wgspoke invite".',
	},
	'no-subnet': {
		severity: 'error',
		message: 'The network of the VPN is missing.',
		fix: 'Enter the VPN network as the hub has it in its Address line, like 192.168.151.0/24.',
	},
	'single-subnet': {
		severity: 'error',
		message: 'The network of the VPN is not known: {value} says only the address of this router.',
		fix: 'Enter the VPN network as the hub has it in its Address line; {likely} is likely.',
		hides: ['no-subnet'],
	},
	'address-taken': {
		severity: 'error',
		message: '{what} cannot be {value}: {name} has it already.',
		fix: 'Choose an address that nobody has, and use the same one at the hub.',
		hides: ['address-outside', 'bad-value'],
	},
	'address-outside': {
		severity: 'error',
		message:
			'{what} cannot be {value}: it is outside the VPN network {subnet}, so nobody would reach it.',
		fix: 'Use an address inside {subnet}, the same as at the hub.',
	},
	'site-overlap': {
		severity: 'error',
		message:
			'The tunnel cannot tell {first} and {second} apart: {value} and {other} share addresses.',
		fix: 'Give one of the two homes another LAN in its own router, then enter that here.',
	},
	'own-lan': {
		severity: 'error',
		message:
			'The text sends {value} through the tunnel, and that is the LAN of this home itself: as one list for all homes would.',
		fix: 'Leave {value} out. If the text was made for a device or another home, paste the one for this home; if another home has the same network, one of the two needs another LAN.',
		hides: ['lan-overlap'],
	},
	'lan-overlap': {
		severity: 'error',
		message:
			'This home would lose its own network: {value} of {name} shares addresses with the LAN {lan} here.',
		fix: 'If the text lists the networks of all homes, this one among them, remove {value} from {name}. If it was made for a device or another home, paste the one for this home. Else give one of the two homes another LAN.',
	},
	'vpn-overlap': {
		severity: 'error',
		message: '{value} of {name} cannot be used: it shares addresses with the VPN network {subnet}.',
		fix: 'Enter the LAN of {name}, not the VPN; if they really are the same, one of them needs another network.',
	},
	'endpoint-inside': {
		severity: 'error',
		message:
			'The tunnel would cut its own way to the hub: the hub address {endpoint} is inside {value}, which goes through the tunnel.',
		fix: 'Remove {value} from the other homes, or enter the narrower network that is meant.',
	},
	'wan-overlap': {
		severity: 'warning',
		message:
			'{value} shares addresses with {network} at the interface {interface}: what is there could be reached no more, though the internet connection does not need it.',
		fix: 'Go on if nobody needs what is there; else remove {value} from the other homes.',
	},
	'route-taken': {
		severity: 'warning',
		message:
			'{value} may not go through the tunnel: this router already sends {network} to {interface}.',
		fix: 'Remove that route or VPN, or remove {value} from the other homes.',
	},
	'own-network': {
		severity: 'error',
		message:
			'{value} is a network of this home ({place}), which would lose it to the tunnel: it cannot be at {name}, too.',
		fix: 'If the pasted text was made for another home, paste the one for this home. Else remove {value} from {name}, or give one of the two another network.',
	},
	'stays-here': {
		severity: 'info',
		message:
			'{value} is wide enough to hold networks of this router, which stay as they are: {networks}.',
		fix: 'Nothing has to be done, unless another home has the same network: the two cannot reach each other there.',
	},
	'site-inside': {
		severity: 'warning',
		message:
			'{other} of {second} lies inside {value} of {first}: what is there goes to {second} alone.',
		fix: 'If that is not meant, correct the network of {first} or of {second}.',
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
		fix: 'Choose what the other homes may reach ("wgspoke join --lan PREFIX").',
		hides: ['no-lan'],
	},
	'no-firewall': {
		severity: 'info',
		message:
			'The firewall of this router has no zones, so the tunnel gets none: nothing on this router holds back what comes through it.',
		fix: 'Nothing has to be done. If you set up zones later, change the network once more, so that the tunnel gets its own.',
	},
	'same-tunnel': {
		severity: 'error',
		message: 'The interface {value} is this tunnel already, set up by hand.',
		fix: 'Take it over: its key and addresses are used on, and {value} goes in the same step ("wgspoke join --take-over {value}"). Or leave it as it is, and do not join here.',
		hides: ['interface-exists of hub.interface'],
	},
	'same-tunnel-off': {
		severity: 'warning',
		message:
			'The interface {value} is this tunnel already, set up by hand and switched off; both together would not work.',
		fix: 'Take it over, so that {value} goes in the same step ("wgspoke join --take-over {value}"); or leave it switched off.',
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
		hides: ['endpoint-inside', 'hub-not-public', 'hub-unresolved'],
	},
	'hub-nowhere': {
		severity: 'error',
		message: 'The hub cannot be at {value}: {network} is kept for {range}.',
		fix: 'Enter the public address of the hub, like vpn.example.org or 203.0.113.1.',
		hides: ['endpoint-inside', 'hub-not-public'],
	},
	'hub-not-public': {
		severity: 'error',
		message:
			'The hub cannot be called at {endpoint}: that is an address inside {value}, a network behind the hub, and nobody outside reaches it there.',
		fix: 'Enter the public address of the hub, like vpn.example.org or 203.0.113.1.',
		hides: ['hub-private', 'endpoint-inside'],
	},
	'hub-private': {
		severity: 'warning',
		message:
			'The hub will hardly be found at {value}: that is a private address, and this router is in no such network.',
		fix: 'Enter the public address of the hub, like vpn.example.org or 203.0.113.1.',
	},
	'hub-shared': {
		severity: 'warning',
		message:
			'The hub will hardly be found at {value}: that is an address that a provider gives to many customers at once (carrier-grade NAT), and nobody outside can call it.',
		fix: 'Enter a public address of the hub, of IPv6 if its provider gives it no other; or make a rented server the hub ("wgspoke hub --script").',
	},
	'hub-example': {
		severity: 'info',
		message:
			'The hub will hardly be found at {value}: such addresses are for examples in documents, and nobody has them on the internet.',
		fix: 'Enter the real public address of the hub.',
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
	},
	'no-ipv4': {
		severity: 'error',
		message: 'This router has no IPv4, and the hub is known by an IPv4 address alone: {value}.',
		fix: 'Enter an IPv6 address of the hub; or have IPv4 set up for the internet connection of this home first.',
	},
	'internet-tunnel': {
		severity: 'warning',
		message:
			'All internet traffic of this home goes through {value}, and what goes to the hub would go there, too.',
		fix: 'Under Network › Routing add a route to {host} by the interface of the internet connection; and if policies of {value} choose by device, have them leave out the networks of the other homes.',
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
	},
	'ipv6-left-out': {
		severity: 'info',
		message:
			'{networks} is left out: IPv6 goes through the tunnel only where this home shares an IPv6 network, too, to which the answers come back.',
		fix: 'Nothing has to be done for IPv4. If IPv6 is wanted, share an IPv6 network of this home, name those of the other homes, and tell the hub.',
	},
	'mtu-large': {
		severity: 'warning',
		message:
			'An MTU of {value} is too large, and big pages would hang: the internet connection at {interface} takes {wan} bytes, WireGuard over {family} needs {overhead} of them, so {fit} are left.',
		fix: 'Leave the MTU empty, so that the router works it out; or enter {fit}.',
		hides: ['mtu-odd'],
	},
	'no-wan': {
		severity: 'error',
		message: 'The hub cannot be reached now: this router has no internet connection.',
		fix: 'Bring up the internet connection under Network › Interfaces, then try again.',
	},
	'no-zone': {
		severity: 'error',
		message:
			'The devices at {value} could not use the tunnel: the firewall has no zone for {interface}.',
		fix: 'Put {interface} into a zone under Network › Firewall, then try again.',
	},
	'lan-is-wan': {
		severity: 'error',
		message:
			'{value} cannot be shared: it is on the internet side of this router, at its interface {interface}.',
		fix: 'Share a LAN of this home instead, like 192.168.2.0/24; if {value} is the LAN as well, give the LAN another network.',
	},
	'interface-exists': {
		severity: 'error',
		message:
			'The tunnel cannot be named {value}: this router already has an interface, peers or a device of that name.',
		fix: 'Choose another name for the tunnel; whoever {value} belongs to keeps it.',
	},
	'zone-exists': {
		severity: 'error',
		message: 'The firewall already has an entry {value} that does not belong to this tunnel.',
		fix: 'Rename or remove {value} under Network › Firewall, then try again.',
	},
	'already-joined': {
		severity: 'info',
		message:
			'This router already belongs to the network of hub {value}; its settings will be replaced.',
		fix: 'Go on to change it, or leave the network first to start afresh.',
	},
	'not-joined': {
		severity: 'error',
		message: 'This router does not belong to a network yet.',
		fix: 'Join first: paste the configuration that the hub made for this home.',
	},
	'trial-running': {
		severity: 'error',
		message: 'Another change is being tried out on this router.',
		fix: 'Wait until it is kept or undone, a minute at most, then try again.',
	},
	'apply-pending': {
		severity: 'error',
		message:
			'Somebody has just pressed Save & Apply on this router, and the router still waits for that to be confirmed.',
		fix: 'Wait a minute, then try again.',
	},
	'config-changed': {
		severity: 'error',
		message:
			'Somebody has changed /etc/config/{value} meanwhile, so this plan no longer fits; nothing was changed.',
		fix: 'Look at the changes once more, then go on.',
	},
	'config-broken': {
		severity: 'error',
		message: 'The file /etc/config/{value} cannot be edited: {reason}. Nothing was changed.',
		fix: 'Put the file right first: over ssh, "uci show {value}" says what is wrong in it.',
	},
	'no-room': {
		severity: 'error',
		message: 'The router has no room left to save settings.',
		fix: 'Remove a package that is not needed under System › Software, then try again; over ssh, "df -h" shows the room.',
	},
	'no-memory': {
		severity: 'error',
		message: 'The router has no memory left to begin a change; nothing was changed.',
		fix: 'Restart the router, then try again.',
	},
	'read-only': {
		severity: 'error',
		message: 'The router cannot save settings: its files can only be read just now.',
		fix: 'Restart the router, then try again; if it stays so, its flash may be failing.',
	},
	'not-written': {
		severity: 'error',
		message: 'The router could not save {value}: {reason}.',
		fix: 'Restart the router, then try again; if it stays so, its flash may be failing.',
	},
	'not-told': {
		severity: 'error',
		message: 'The new settings were saved, but the router did not take them over.',
		fix: 'Restart the router, then try again.',
	},
	'no-answer': {
		severity: 'warning',
		message: 'The hub at {host}, port {port}, did not answer within {seconds} s.',
		fix: 'See to it that the hub knows the key of this router and that its UDP port is open, at its provider too; then try again.',
	},
	'name-unknown': {
		severity: 'warning',
		message: 'The name of the hub, {value}, could not be found: no DNS server knows it.',
		fix: 'Check how it is spelled, and whether this router is online.',
	},
	'tunnel-down': {
		severity: 'warning',
		message: 'The tunnel {value} did not come up within {seconds} s.',
		fix: 'Look into System › System Log for a line about {value}, then try again.',
	},
	'tunnel-stays': {
		severity: 'warning',
		message: 'The tunnel {value} was still there after {seconds} s.',
		fix: 'Try again; if it stays so, restart the router.',
	},
	'not-confirmed': {
		severity: 'warning',
		message:
			'The tunnel works, but this page did not get through to the router within {seconds} s to keep it.',
		fix: 'Stay on this page until it says that it is done, and try again.',
	},
	'undone-by-hand': {
		severity: 'info',
		message: 'The change was undone as you asked.',
		fix: 'Nothing is left to do.',
	},
	'power-lost': {
		severity: 'warning',
		message: 'The router restarted while a change was being tried out, so the change was undone.',
		fix: 'Make the change again if you still want it.',
	},
	'trial-died': {
		severity: 'warning',
		message: 'The program that tried out a change was ended before it was done.',
		fix: 'Make the change again if you still want it.',
	},
	'tunnel-stopped': {
		severity: 'warning',
		message: 'Somebody has stopped the tunnel {value}, so nothing goes to the other homes.',
		fix: 'Press Put back to start it again; over ssh, "wgspoke repair" does it.',
	},
	'config-lost': {
		severity: 'warning',
		message:
			'The tunnel {value} is set up on this router, but the list of homes that belongs to it is lost or damaged.',
		fix: 'Press Put back to make the list again from the tunnel; over ssh, "wgspoke repair" does it. Devices and names of homes have to be entered once more.',
	},
	'put-back': {
		severity: 'info',
		message: 'This router is as it was before.',
		fix: 'Nothing is left to do.',
	},
	'not-settled': {
		severity: 'warning',
		message:
			'The settings are as they were before, but the tunnel {value} does not run as they say yet.',
		fix: 'Look at the overview in a minute; if it stays so, restart the router.',
	},
	'not-put-back': {
		severity: 'error',
		message: 'The old settings could not be put back yet; they are kept in /etc/wgspoke/trial.',
		fix: 'Put right what is named here, then restart the router: it tries again as it starts. Over ssh, "wgspoke recover" does it at once.',
	},
	'key-not-kept': {
		severity: 'warning',
		message: 'The private key of the device could not be kept on this router.',
		fix: 'Save its configuration now, or make room and give the device a new key.',
	},
	'no-wireguard': {
		severity: 'error',
		message: 'This router cannot make a WireGuard tunnel: {value} is not installed.',
		fix: 'Install {value} under System › Software, then try again.',
	},
	'side-router': {
		severity: 'warning',
		message:
			'Devices at {value} may not find the tunnel: another router, {gateway}, seems to be the one they use.',
		fix: 'In {gateway}, add a route to {networks} through this router, {address}.',
	},
	'proxy-running': {
		severity: 'warning',
		message: '{value} runs on this router and may swallow the packets of the tunnel.',
		fix: 'In {value}, let the hub {endpoint} and the networks of the other homes pass directly.',
	},
	'clock-behind': {
		severity: 'warning',
		message:
			'How long ago the hub was heard is not known: by the clock of this router, which shows {value}, that time cannot be.',
		fix: 'Wait two minutes if the clock was just set. If it shows the wrong day, set it under System › System: until then the hub may refuse this router.',
	},
	'clock-unset': {
		severity: 'warning',
		message:
			'The hub may refuse this router: its clock has not been set since it started and says {value}.',
		fix: 'Check the time under System › System, and that this router can reach its time server.',
	},
	'address-unsure': {
		severity: 'warning',
		message: '{value} may be taken already: this router does not know the VPN address of {name}.',
		fix: 'Look at the hub whether anybody has {value}; if so, choose another VPN address.',
	},
	'home-replaced': {
		severity: 'warning',
		message:
			'This invitation takes the place of {name}, which is known here already; its key {value} stops working once the hub has been told.',
		fix: 'Go on if that home is to be set up anew; else give this one another name and its own LAN.',
	},
	'home-repeated': {
		severity: 'warning',
		message: 'This invitation takes the place of {name}, which is known here already.',
		fix: 'Go on if that home is to be set up anew; else give this one another name and its own LAN.',
	},
	'hub-other': {
		severity: 'error',
		message:
			'This is another server: its public key is {value}, and the hub of this home has {wanted}.',
		fix: 'Run the command at the server that this home calls, or join that one with its own configuration.',
	},
	'hub-missing': {
		severity: 'warning',
		message: 'The hub does not know {name}: {where}.',
		fix: 'Run at the hub the script that brings it in step; this router prints it with "wgspoke hub --sync". If it was removed at another home, remove it here as well.',
	},
	'hub-differs': {
		severity: 'warning',
		message: 'The hub has {value} for {name} instead of {wanted}: {where}.',
		fix: 'Run at the hub the script that brings it in step; this router prints it with "wgspoke hub --sync".',
	},
	'hub-silent': {
		severity: 'warning',
		message: 'The hub sends nothing to {name}, which should have {wanted}: {where}.',
		fix: 'Run at the hub the script that brings it in step; this router prints it with "wgspoke hub --sync".',
	},
	'hub-extra': {
		severity: 'info',
		message: 'The hub has a peer that this network does not know, {value}, with {networks}.',
		fix: 'It may be a device that was added at another home. If nobody needs it, run at the hub the script that removes it; this router prints it with "wgspoke hub --sync --gone {value}".',
	},
	'hub-knows': {
		severity: 'info',
		message:
			'The hub has a peer with the networks of {name}, whose public key this router does not know: {value}.',
		fix: 'If that is {name}, take that key over, so that it is kept in step ("wgspoke {verb} \'{name}\' --public-key {value}{option}").',
	},
	'hub-rekeyed': {
		severity: 'warning',
		message: 'The hub has another public key for {name} than this router: {value}.',
		fix: 'If {name} was set up anew, take that key over ("wgspoke {verb} \'{name}\' --public-key {value}{option}"); if not, somebody else has its networks there.',
	},
	'hub-rekeyed-here': {
		severity: 'warning',
		message: 'The hub has another public key for {name} than this router: {value}.',
		fix: 'If this router was set up anew, run at the hub the script that removes that key, which this router prints with "wgspoke hub --sync --gone {value}"; if not, somebody else has its networks there.',
	},
	'hub-uncompared': {
		severity: 'info',
		message:
			'Whether the hub knows {name} cannot be told: the public key is not known to this router, and nobody at the hub has the networks.',
		fix: 'Compare with the list of peers at the hub, or tell this router the public key.',
	},
	'hub-unresolved': {
		severity: 'warning',
		message:
			'The hub cannot be found: no name server knows an address of {value} now, or none answers this router.',
		fix: 'Try the name under Network › Diagnostics. If other names are found there, have the name of the hub put right where it is kept; else look at the internet connection and the DNS servers of this router.',
	},
	'hub-moved': {
		severity: 'info',
		message:
			'The hub has a new address, {value}, where it had {old}; the tunnel follows it since {since}.',
		fix: 'Nothing has to be done.',
	},
	'home-added': {
		severity: 'info',
		message: 'Another home has added {name}, {networks}. Nothing has changed here yet.',
		fix: 'Add it, and the devices of this home and of {name} reach each other.',
	},
	'home-gone': {
		severity: 'info',
		message: '{name}, {networks}, was removed at the hub. Nothing has changed here yet.',
		fix: 'Remove it here as well, unless it is to come back.',
	},
	'home-refused': {
		severity: 'warning',
		message: 'Nothing was changed for {name}, {networks}, which the hub has: "{reason}".',
		fix: 'If that home is yours, give it another network; if not, have it removed at the hub.',
	},
	'special-prefix-at-hub': {
		severity: 'error',
		message: '{value} is no network that a home has.',
		fix: 'Have it removed at the hub.',
	},
	'no-news': {
		severity: 'info',
		message: 'The hub has nothing more of this home that this router had not.',
		fix: 'Look at the page once more.',
	},
	'hub-speechless': {
		severity: 'warning',
		message: 'The hub does not say what it knows: nothing answers at {value} inside the VPN.',
		fix: 'If the hub answers otherwise, have it speak: run at the hub the command for that, which this router prints. It touches no tunnel.',
	},
	'hub-stops': {
		severity: 'error',
		message: 'The hub lets nobody through to anybody else: its forwarding is off.',
		fix: 'Run at the hub: sysctl -w net.ipv4.ip_forward=1, and put that line into a file in /etc/sysctl.d.',
	},
	'hub-mute': {
		severity: 'error',
		message:
			'The hub never answers: packets go to {endpoint}, and nothing comes back. From here three causes look the same: its key here is wrong, it does not know this router, or something blocks UDP on the way.',
		fix: 'Look at the hub: run there the command that this router prints, and paste what it tells. That decides which it is.',
	},
	'hub-key-wrong': {
		severity: 'error',
		message:
			'The key of the hub is wrong here: this router has {wanted}, and the hub at {endpoint} has {value}.',
		fix: 'Paste the configuration of this home once more, or enter the key {value} under Settings.',
	},
	'hub-unknown-key': {
		severity: 'error',
		message: 'The hub does not know this router: {value} is not among its keys.',
		fix: 'Update the hub: run there the script that brings it in step.',
	},
	'hub-port-wrong': {
		severity: 'error',
		message: 'The hub listens on port {value}, and this router calls port {wanted}.',
		fix: 'Enter port {value} under Settings.',
	},
	'answers-lost': {
		severity: 'error',
		message:
			'The hub hears this router at {value}, and its answers do not come back: something on the way drops them.',
		fix: 'Restart the internet connection of this home; if that does not help, let the hub use another port.',
	},
	'udp-blocked': {
		severity: 'error',
		message:
			'The hub knows this router, and nothing gets through between them: something blocks UDP port {port} on the way, most often the firewall of the cloud provider.',
		fix: 'Open UDP port {port} for the server in the console of its provider.',
	},
	'hub-fake-address': {
		severity: 'error',
		message:
			'The name {name} leads to {value}, which is no address of a server: a proxy on this router answers in place of the name server.',
		fix: 'In the proxy, leave out {name}; then restart the tunnel.',
	},
	'hub-address-old': {
		severity: 'error',
		message: 'The hub has moved: {name} leads to {value} now, and the tunnel still calls {old}.',
		fix: 'Wait three minutes, in which this router follows by itself; then check once more.',
	},
	'proxy-swallows': {
		severity: 'error',
		message:
			'A proxy on this router ({name}) takes the packets for the hub before they leave this home.',
		fix: 'In the proxy, let {endpoint} pass directly, UDP included.',
	},
	'hub-way': {
		severity: 'error',
		message:
			'Packets for the hub {endpoint} leave by {device}, which is not the internet connection of this home.',
		fix: 'Look for a VPN, a policy route or a static route that takes them, and leave out the hub there.',
	},
	'hub-address-missing': {
		severity: 'error',
		message:
			'The hub knows the key of this router, but not its VPN address {value}, so it drops everything that comes from it.',
		fix: 'Update the hub: run there the script that brings it in step.',
	},
	'data-dropped': {
		severity: 'error',
		message:
			'Handshakes pass and nothing else does, though the hub knows this router: something on the way drops the data on UDP port {port}.',
		fix: 'Let the hub use another UDP port, and enter it under Settings; if that is slow after a while as well, it is the provider.',
	},
	'hub-drops': {
		severity: 'error',
		message:
			'The hub shakes hands but does not answer at {address}. From here two causes look the same: it does not know the VPN address of this router, or something on the way drops all but handshakes.',
		fix: 'Look at the hub: run there the command that this router prints, and paste what it tells. That decides which it is.',
	},
	'mtu-too-large': {
		severity: 'error',
		message:
			'Small packets pass and large ones do not, so big pages and files hang: the tunnel sends {size} bytes, and {value} come through.',
		fix: 'Set the MTU of the tunnel to {value}.',
	},
	'udp-throttled': {
		severity: 'error',
		message:
			'{value} % of the packets in the tunnel get lost, and {other} % beside it on the same way: the provider slows UDP port {port}.',
		fix: 'Let the hub use another UDP port, and enter it under Settings.',
	},
	lossy: {
		severity: 'error',
		message:
			'{value} % of the packets in the tunnel get lost. From here a bad line and a provider that slows UDP look the same.',
		fix: 'Look whether this home loses packets to other servers as well: Network › Diagnostics, Ping.',
	},
	'forwarding-off': {
		severity: 'error',
		message: 'This router passes nothing on: forwarding is switched off in its kernel.',
		fix: 'Set net.ipv4.ip_forward to 1 where it was switched off, in /etc/sysctl.conf or /etc/sysctl.d.',
	},
	'way-taken': {
		severity: 'error',
		message:
			'What this home sends to {network} leaves by {device} instead of the tunnel: a rule of this router sends it there.',
		fix: 'In the policy routing of this router, leave out {network}.',
	},
	'no-forwarding': {
		severity: 'error',
		message: 'The firewall of this router lets nothing pass {way}.',
		fix: 'Press Put back, which makes the two forwardings anew.',
	},
	masquerading: {
		severity: 'warning',
		message:
			'The other homes see this router in place of its devices: the firewall masquerades what goes into the tunnel.',
		fix: 'Press Put back, or switch off Masquerading of the zone of the tunnel under Network › Firewall.',
	},
	'lan-unknown': {
		severity: 'error',
		message:
			'The hub answers this router but not this home: it sends nothing for {address} into the tunnel.',
		fix: 'Update the hub: run there the script that brings it in step.',
	},
	'hub-lan-missing': {
		severity: 'error',
		message: 'The hub hears this router, but does not know {value} as its network.',
		fix: 'Update the hub: run there the script that brings it in step.',
	},
	'hub-route-missing': {
		severity: 'error',
		message: 'The hub has no route into the tunnel for {value} of {name}.',
		fix: 'Update the hub: run there the script that brings it in step.',
	},
	'hub-firewall': {
		severity: 'error',
		message:
			'The hub lets nobody through to anybody else: its firewall drops what goes from home to home ({value}).',
		fix: 'Run at the hub: iptables -I FORWARD -i wg0 -o wg0 -j ACCEPT, and keep that rule as the firewall there keeps its rules.',
	},
	'home-unknown': {
		severity: 'error',
		message: 'The hub does not know {name}.',
		fix: 'Update the hub: run there the script that brings it in step.',
	},
	'home-lan-missing': {
		severity: 'error',
		message: 'The hub does not know {value} as the network of {name}.',
		fix: 'Update the hub: run there the script that brings it in step.',
	},
	'home-offline': {
		severity: 'error',
		message: '{name} is not connected to the hub: heard {age}. Nothing is wrong here.',
		fix: 'See that the router of {name} is on and online.',
	},
	'homes-silent': {
		severity: 'error',
		message:
			'The hub answers, and no other home does: most likely the hub passes nothing on from one home to another.',
		fix: 'Look at the hub: run there the command that this router prints, and paste what it tells. That decides which it is.',
	},
	'home-silent': {
		severity: 'error',
		message:
			'The hub answers, and {name} does not: it is not connected, or the hub passes nothing on to it.',
		fix: 'Look at the hub: run there the command that this router prints, and paste what it tells. That decides which it is.',
	},
	'home-drops': {
		severity: 'error',
		message:
			'{name} is connected to the hub, and its router does not answer: it drops what comes from this home.',
		fix: 'On the router of {name}, see that this home is in its list and that it may be pinged.',
	},
	'home-blind': {
		severity: 'error',
		message:
			'The router of {name} answers this router but not this home: it does not know {networks}, or sends its answers elsewhere.',
		fix: 'On the router of {name}, add this home with {networks}.',
	},
	'device-silent': {
		severity: 'error',
		message:
			'The tunnel works up to {name}, and {value} there does not answer: it is off, blocks other networks, or uses another gateway.',
		fix: 'See that {value} is on, and that its own firewall lets the network of this home in.',
	},
	'look-too-large': {
		severity: 'error',
		message:
			'What was pasted is too large to come from the command at the hub: {size} KiB with {count} lines and networks, and at most {limit} KiB with {most} are read.',
		fix: 'Run the command at the hub once more, and paste only what it prints then.',
		hides: '*',
	},
	'not-look': {
		severity: 'error',
		message: 'This is not what the command printed at the hub.',
		fix: 'Run the command at the hub, and paste all that it prints.',
	},
	'look-cut-off': {
		severity: 'error',
		message: 'The end of what the hub printed is missing: the last line would be "end".',
		fix: 'Run the command at the hub once more, and paste all that it prints.',
		hides: '*',
	},
	'more-alike': {
		severity: 'info',
		message: 'There is more of what is told here: {count} that read alike are not listed.',
		fix: 'Put right what is listed, then look once more.',
	},
	'no-dns': {
		severity: 'warning',
		message: 'The configuration names no DNS server: {reason}.',
		fix: 'Leave the DNS server out, or name one that answers devices in the VPN; this router does when the other homes may open everything on it.',
	},
} satisfies Record<string, Text>;

export type FindingCode = keyof typeof findings;

/** Something a person should know. */
export interface Finding {
	code: FindingCode;
	severity: Severity;
	/** What it is about: 'text', 'private_key', 'sites', or a field of the network: 'hub.subnet', 'site.Home B.lan'. */
	about: string;
	/** Line of the pasted text, from 1; 0 when it is about no line. */
	line: number;
	/** English templates, filled from `values`. */
	message: string;
	fix: string;
	values: Record<string, Value>;
}

/** `about` is '' and `line` is 0 when left out. Never put a secret into `values`: a bad key is told by its reason and length. */
export function finding(
	code: FindingCode,
	values: Record<string, Value>,
	about?: string,
	line?: number
): Finding {
	const text = findings[code];
	for (const name of keys(values)) {
		const value = values[name]!;
		const long = type(value) == 'string' && length(value) > told_limit;
		if (long) values[name] = cut(value as string, told_limit);
	}
	return {
		code: code,
		severity: text.severity,
		about: about ?? '',
		line: line ?? 0,
		message: text.message,
		fix: text.fix,
		values: values,
	};
}

/** A sentence of a finding as a phrase. */
export function message_of(one: Finding): Phrase {
	return { key: one.code, text: one.message, values: one.values };
}

/** What to do about it, as a phrase. */
export function fix_of(one: Finding): Phrase {
	return { key: one.code, text: one.fix, values: one.values };
}
