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
	/** The same in a terminal on this router, which no page speaks of. */
	shell?: string;
	/**
	 * Codes that say no more once this has been said: about the same thing, or where it is named about another,
	 * 'no-remote of sites'; '*': nothing else matters then.
	 */
	hides?: string[] | '*';
}

// What is done on another page or at the hub has one name each, in every sentence: that of its part of the page Hub.
const update_hub = 'Use “Update the hub”: a button, or a script to run on the server.';
const update_hub_shell = 'wgspoke hub --sync';
const take_new_secret =
	'On the page Hub, open “Have the hub answer your homes”: run its script on the server, and paste its last line into the box below it.';
const look_shell = 'wgspoke hub --look; with what it prints there: wgspoke check --hub-says FILE';
const check_hub =
	'Use “Check the hub”: run its command on the server, and paste back what that prints. That tells which it is.';
const endpoint_shell = 'wgspoke join --endpoint HOST:PORT';
const site_shell = "wgspoke join --site '{name}=PREFIX'";

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
			'This text is too large to be a WireGuard configuration: {size} KiB; at most {limit} KiB are read.',
		fix: 'Paste only the .conf file that the hub made for this home.',
		hides: '*',
	},
	'too-many': {
		severity: 'error',
		message:
			'Too many {what}: {count}. This router takes at most {limit}, so none of them was taken.',
		fix: 'Leave out what nobody at home needs, or enter one wider network, like 10.0.0.0/8, instead of many inside it.',
		hides: '*',
	},
	'too-long': {
		severity: 'error',
		message: '{what} was left out: it has {length} characters, and at most {limit} are read.',
		fix: 'Enter it again, without anything that does not belong to it.',
		hides: ['missing-key', 'missing-address', 'missing-name', 'no-endpoint', 'no-subnet', 'no-lan'],
	},
	'key-misplaced': {
		severity: 'error',
		message: '{what} was left out: it looks like a key, or a part of one.',
		fix: 'Enter it again. If that was a private key and someone else has seen it, make a new one.',
		hides: ['missing-address', 'missing-name', 'no-endpoint', 'no-subnet', 'no-lan'],
	},
	'paste-gone': {
		severity: 'error',
		message: 'The pasted text is gone: the router keeps it, with its keys, for 15 minutes only.',
		fix: 'Paste it again.',
		hides: '*',
	},
	'bad-line': {
		severity: 'warning',
		message: 'Line {line} is left out: {reason}.',
		fix: 'Compare line {line} with the file on the hub, correct it and paste again.',
	},
	'unused-line': {
		severity: 'info',
		message: 'One line of your text is not needed here ({lines}).',
		fix: 'Look at that line; if it does not matter to you, go on.',
	},
	'unused-lines': {
		severity: 'info',
		message: '{count} lines of your text are not needed here ({lines}).',
		fix: 'Look through them; if nothing there matters to you, go on.',
	},
	'hub-file': {
		severity: 'error',
		message: 'This is the configuration of the hub itself, not of this home: {reason}.',
		fix: 'Paste the file that was made for this router: it has one [Peer] section, with the key of the hub and an Endpoint line. If there is none, run the “Command that looks at the hub” on the hub, and paste what it prints.',
		shell: 'wgspoke hub --look',
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
			'Some characters come from another keyboard or a quoted mail; they were read as what they stand for: line {lines}.',
		fix: 'Check the values from those lines.',
	},
	'mixed-sections': {
		severity: 'error',
		message:
			'The two sections are mixed up: {word} in line {line} means nothing below {section}; it belongs below {other}.',
		fix: 'Put what is of this home (PrivateKey, Address) below [Interface] and what is of the hub (PublicKey, Endpoint, AllowedIPs) below [Peer], then paste again.',
		hides: ['missing-key of hub.public_key'],
	},
	amnezia: {
		severity: 'error',
		message:
			'This hub uses AmneziaWG, with settings of its own ({keys}); this router speaks WireGuard only, so they cannot connect.',
		fix: 'Have a plain WireGuard connection made on the hub for this home, or paste the file of another hub.',
	},
	'amnezia-plain': {
		severity: 'info',
		message:
			'This text was made for AmneziaWG, but its settings only add packets before the first one; the hub answers WireGuard all the same.',
		fix: 'Nothing to do.',
	},
	'provider-file': {
		severity: 'error',
		message:
			'This is the file of a VPN provider ({provider}), not of the hub of a home: it leads to the internet and to no other home.',
		fix: 'Paste the file that your own hub made for this home. If that server really is your hub, enter the networks of the other homes.',
		shell: 'wgspoke join --site NAME=PREFIX',
		hides: [
			...['default-route', 'no-remote', 'single-subnet of hub.subnet', 'no-subnet of hub.subnet'],
			...['foreign-dns of text', 'default-port of hub.endpoint_port'],
		],
	},
	'unknown-server': {
		severity: 'warning',
		message:
			'This text names no other home, only the internet ({value}), as the file of a VPN provider does. Your internet connection stays as it is, and nobody can reach this home.',
		fix: 'If {endpoint} is your own hub, enter the networks of the other homes, like 192.168.4.0/24. If it belongs to someone else, do not join it.',
		shell: 'wgspoke join --site NAME=PREFIX',
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
			'The text has {count} peers, but a home has one hub: the peer in line {line} is used, the others are left out.',
		fix: 'If another peer is the hub, remove the [Peer] sections that are not and paste again.',
	},
	'hub-unaware': {
		severity: 'warning',
		message:
			'This hub looks like {maker}, which sends nothing to {value} until that is entered there.',
		fix: 'On the hub: {way}.',
	},
	'hub-incapable': {
		severity: 'warning',
		message:
			'This hub looks like {maker}, which cannot send anything to {value}: other homes could reach only this router.',
		fix: 'For both ways, {way}. Or let this home reach the others one way only.',
		shell: 'wgspoke join --one-way yes',
	},
	'one-way-file': {
		severity: 'warning',
		message:
			'This text was made for a single device: {maker} sends nothing to {value}. So this home can reach the other one, as one device does, but nobody there can reach this home.',
		fix: 'If one way is enough, go on. For both ways, {way}.',
	},
	'fritz-lan': {
		severity: 'error',
		message:
			'The router there was told that this home has {network}, but it has {value}, so no answer would come back.',
		fix: 'Create the connection in the FRITZ!Box again, with {value} as the network of the other side, and paste that file.',
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
		fix: 'Paste the whole text, with the Address line below [Interface]; or enter the address that the hub has for this router, like 192.168.151.2.',
		shell: 'wgspoke join --address ADDRESS',
		hides: ['missing-address', 'no-subnet of hub.subnet', 'no-remote of sites'],
	},
	'bad-endpoint': {
		severity: 'error',
		message: 'The hub cannot be reached at "{value}": {reason}.',
		fix: 'Enter the public address and port of the hub, like vpn.example.org:51820 or 203.0.113.1:51820.',
		shell: endpoint_shell,
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
		message: '{value} is one address inside {network}; the whole network is used.',
		fix: 'Check that you mean all of {network}; for one device alone, end its address with {single}.',
	},
	'no-endpoint': {
		severity: 'error',
		message: 'This router cannot find the hub: its address is missing.',
		fix: 'Enter the public address and port of the hub, like vpn.example.org:51820 or 203.0.113.1:51820.',
		shell: endpoint_shell,
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
		fix: 'Enter the networks of the other homes instead, like 192.168.4.0/24.',
		shell: 'wgspoke join --site NAME=PREFIX',
		hides: ['no-remote'],
	},
	'special-prefix': {
		severity: 'error',
		message: '{what} cannot be {value}: {network} is reserved for {range}, so no home has it.',
		fix: 'Remove {value}, or enter the right network, like 192.168.4.0/24.',
	},
	'public-prefix': {
		severity: 'error',
		message:
			'{what} may be a mistake: {value} belongs to {range}. This home would then reach it only through the hub.',
		fix: 'Remove {value}, unless it really is the network there; then confirm it.',
		shell: 'wgspoke join --accept-public {value}',
	},
	'needed-here': {
		severity: 'error',
		message:
			'This router could lose the internet: {what}, {address}, must be reached without the tunnel, but is inside {value}.',
		fix: 'Remove {value}, or enter a narrower network without {address}.',
		shell: 'wgspoke join --site NAME=PREFIX',
	},
	'narrow-route': {
		severity: 'info',
		message:
			'The text sends only {value} through the tunnel, so parts of the VPN would not answer; all of {subnet} is used.',
		fix: 'Check that {subnet} is your VPN.',
	},
	'no-keepalive': {
		severity: 'warning',
		message:
			'Without keepalive, this home stops being reachable after about a minute without traffic.',
		fix: 'Use a keepalive of 25 seconds.',
		shell: 'wgspoke join --keepalive 25',
	},
	'keepalive-set': {
		severity: 'info',
		message:
			'The text has no keepalive, so 25 seconds are used. Without it, this home stops being reachable after about a minute without traffic.',
		fix: 'Nothing to do.',
	},
	'foreign-dns': {
		severity: 'info',
		message:
			'The DNS server {value} from the text is not used: this home would lose its own names, and all names whenever the tunnel is down.',
		fix: 'If you need names of another home, add a forwarding for its domain under Network › DHCP and DNS.',
	},
	'mtu-odd': {
		severity: 'warning',
		message:
			'An MTU of {value} may not fit your internet connection: too large, and some pages hang; too small, and everything is slower.',
		fix: 'Leave the MTU empty; the router then chooses it.',
		shell: 'wgspoke join --mtu 0',
	},
	'mtu-unused': {
		severity: 'info',
		message:
			'The MTU {value} from the text is not used: {reason}. The router works out one that fits your internet connection.',
		fix: 'If the hub needs this MTU, enter it under VPN address › More settings.',
		shell: 'wgspoke join --mtu {value}',
	},
	'default-port': {
		severity: 'info',
		message: 'The hub uses the usual WireGuard port {value}, which some providers block.',
		fix: 'If the hub never answers, let it listen on another port, like 24356, and enter that here.',
		shell: endpoint_shell,
	},
	'no-lan': {
		severity: 'error',
		message: 'Other homes could not reach this one: no network is chosen.',
		fix: 'Enter the LAN of this home, like 192.168.2.0/24.',
		shell: 'wgspoke join --lan PREFIX',
	},
	'unknown-lan': {
		severity: 'error',
		message: 'Other homes could not reach {value}: this router has no such network.',
		fix: 'Enter the LAN of this home, like 192.168.2.0/24.',
		shell: 'wgspoke join --lan PREFIX',
	},
	'no-remote': {
		severity: 'warning',
		message: 'No other home yet. Until you add one, nobody can reach this home.',
		fix: 'Enter the network of another home, like 192.168.4.0/24, or invite that home afterwards.',
		shell: 'wgspoke invite',
	},
	'no-subnet': {
		severity: 'error',
		message: 'The VPN network is missing.',
		fix: 'Enter the VPN network as the hub has it in its Address line, like 192.168.151.0/24.',
		shell: 'wgspoke join --subnet PREFIX',
	},
	'single-subnet': {
		severity: 'error',
		message: 'The VPN network is not known: {value} is only the address of this router.',
		fix: 'Enter the VPN network as the hub has it in its Address line; {likely} is likely.',
		shell: 'wgspoke join --subnet PREFIX',
		hides: ['no-subnet'],
	},
	'address-taken': {
		severity: 'error',
		message: '{what} cannot be {value}: {name} has it already.',
		fix: 'Choose an address that nobody has, and use the same one on the hub.',
		hides: ['address-outside', 'bad-value'],
	},
	'address-outside': {
		severity: 'error',
		message:
			'{what} cannot be {value}: it is outside the VPN network {subnet}, so nobody could reach it.',
		fix: 'Use an address inside {subnet}, the same as on the hub.',
	},
	'site-overlap': {
		severity: 'error',
		message:
			'The tunnel cannot tell {first} and {second} apart: {value} and {other} share addresses.',
		fix: 'Give one of the two homes another LAN on its own router, then enter that here.',
		shell: 'wgspoke join --site NAME=PREFIX',
	},
	'own-lan': {
		severity: 'error',
		message:
			'The text sends {value} through the tunnel, but that is the LAN of this home itself, as in one list made for all homes.',
		fix: 'Leave {value} out. If the text was made for a device or another home, paste the one for this home; if another home has the same network, one of the two needs another LAN.',
		hides: ['lan-overlap'],
	},
	'lan-overlap': {
		severity: 'error',
		message:
			'Devices here could not use their own LAN: {value} of {name} shares addresses with {lan} here.',
		fix: 'If the text lists the networks of all homes, this one among them, remove {value} from {name}. If it was made for a device or another home, paste the one for this home. Otherwise give one of the two homes another LAN.',
		shell: site_shell,
	},
	'vpn-overlap': {
		severity: 'error',
		message: '{value} of {name} cannot be used: it shares addresses with the VPN network {subnet}.',
		fix: 'Enter the LAN of {name}, not the VPN; if they really are the same, one of them needs another network.',
		shell: site_shell,
	},
	'endpoint-inside': {
		severity: 'error',
		message:
			'The tunnel would cut off its own way to the hub: the address of the hub, {endpoint}, is inside {value}, which goes through the tunnel.',
		fix: 'Remove {value} from the other homes, or enter the narrower network that is meant.',
		shell: 'wgspoke join --site NAME=PREFIX',
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
	'stays-here': {
		severity: 'info',
		message:
			'{value} is wide enough to hold networks of this router, which stay as they are: {networks}.',
		fix: 'Nothing to do, unless another home has the same network: the two cannot reach each other there.',
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
	'already-joined': {
		severity: 'info',
		message:
			'This router has already joined, through the hub {value}; its settings will be replaced.',
		fix: 'Go on to change it, or leave first to start afresh.',
	},
	'not-joined': {
		severity: 'error',
		message: 'This router has not joined yet.',
		fix: 'Join first: paste the configuration that the hub made for this home.',
	},
	'trial-running': {
		severity: 'error',
		message: 'Another change is being tried out on this router.',
		fix: 'Wait until it is kept or undone, a minute at most, then try again.',
	},
	'apply-pending': {
		severity: 'error',
		message: 'Someone has just pressed Save & Apply on this router, and that is not confirmed yet.',
		fix: 'Wait a minute, then try again.',
	},
	'config-changed': {
		severity: 'error',
		message: 'Someone has changed /etc/config/{value} in the meantime, so nothing was changed.',
		fix: 'Look at the changes again, then go on.',
	},
	'config-broken': {
		severity: 'error',
		message: 'The file /etc/config/{value} cannot be edited: {reason}. Nothing was changed.',
		fix: 'Repair that file first, or put back a backup of it.',
		shell: 'uci show {value}',
	},
	'no-room': {
		severity: 'error',
		message: 'The router has no room left to save settings.',
		fix: 'Remove a package that you do not need under System › Software, then try again.',
		shell: 'df -h',
	},
	'no-memory': {
		severity: 'error',
		message: 'The router has too little memory left to begin a change; nothing was changed.',
		fix: 'Restart the router, then try again.',
	},
	'read-only': {
		severity: 'error',
		message: 'The router cannot save settings: its storage can only be read right now.',
		fix: 'Restart the router, then try again; if it stays so, its flash may be failing.',
	},
	'not-written': {
		severity: 'error',
		message: 'The router could not save {value}: {reason}.',
		fix: 'Restart the router, then try again; if it stays so, its flash may be failing.',
	},
	'not-told': {
		severity: 'error',
		message: 'The new settings were saved, but the router does not use them yet.',
		fix: 'Restart the router, then try again.',
	},
	'no-answer': {
		severity: 'warning',
		message: 'The hub at {host}, port {port}, did not answer within {seconds} s.',
		fix: 'Check that the hub knows this router and that its UDP port is open, at its provider too; then try again.',
	},
	'no-answer-anywhere': {
		severity: 'warning',
		message: 'The hub at {host} did not answer within {seconds} s, at any of its ports: {port}.',
		fix: 'Check that the hub knows this router and that its UDP ports are open, at its provider too; then try again.',
	},
	'name-unknown': {
		severity: 'warning',
		message: 'The name of the hub, {value}, could not be found: no DNS server knows it.',
		fix: 'Check the spelling, and whether this router is online.',
	},
	'tunnel-down': {
		severity: 'warning',
		message: 'The tunnel {value} did not come up within {seconds} s.',
		fix: 'Look in System › System Log for a line about {value}, then try again.',
	},
	'tunnel-stays': {
		severity: 'warning',
		message: 'The tunnel {value} was still there after {seconds} s.',
		fix: 'Try again; if it stays so, restart the router.',
	},
	'not-confirmed': {
		severity: 'warning',
		message:
			'The tunnel works, but this page could not reach the router within {seconds} s to confirm it.',
		fix: 'Stay on this page until it is done, and try again.',
	},
	'undone-by-hand': {
		severity: 'info',
		message: 'The change was undone as you asked.',
		fix: 'Nothing to do.',
	},
	'power-lost': {
		severity: 'warning',
		message: 'The router restarted while a change was being tried out, so the change was undone.',
		fix: 'Make the change again if you still want it.',
	},
	'trial-died': {
		severity: 'warning',
		message: 'The program that made the change was stopped half-way.',
		fix: 'Make the change again if you still want it.',
	},
	'tunnel-stopped': {
		severity: 'warning',
		message: 'Someone has stopped the tunnel {value}, so the other homes cannot be reached.',
		fix: 'Press Put back to start it again.',
		shell: 'wgspoke repair',
	},
	'key-lost': {
		severity: 'warning',
		message:
			'The key of this home is lost: somebody has deleted it on this router, or the whole tunnel {value} with it. The hub knows this home by that key alone.',
		fix: 'Press Put back: this router has a new key for you then, and shows how the hub is told of it.',
		shell: 'wgspoke repair',
	},
	'key-new': {
		severity: 'warning',
		message:
			'This home has a new key, {key}, for the old one is lost. The hub lets it in once it has been told.',
		fix: 'Run on the hub the script that updates it, which this router prints; then put the tunnel back.',
		shell: 'wgspoke hub --sync{options}',
		hides: ['key-lost'],
	},
	'switched-off': {
		severity: 'info',
		message: 'You have switched the tunnel off, so the other homes cannot be reached.',
		fix: 'Switch it on again when you need it.',
		shell: 'wgspoke on',
		hides: '*',
	},
	'config-lost': {
		severity: 'warning',
		message:
			'The tunnel {value} is set up on this router, but its list of homes is lost or damaged.',
		fix: 'Press Put back to make the list again from the tunnel. Enter the devices and the names of the homes again afterwards.',
		shell: 'wgspoke repair',
	},
	'put-back': {
		severity: 'info',
		message: 'Your old settings are back.',
		fix: 'Nothing to do.',
	},
	'not-settled': {
		severity: 'warning',
		message: 'Your old settings are back, but the tunnel {value} does not follow them yet.',
		fix: 'Look at the overview in a minute; if it stays so, restart the router.',
	},
	'not-put-back': {
		severity: 'error',
		message: 'Your old settings could not be put back yet; they are kept in /etc/wgspoke/trial.',
		fix: 'Fix what is named here, then restart the router: it tries again as it starts.',
		shell: 'wgspoke recover',
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
	'address-unsure': {
		severity: 'warning',
		message: 'We picked {value}, but {name} may already use it.',
		fix: 'Check the hub: if someone has {value}, choose another VPN address.',
	},
	'home-replaced': {
		severity: 'warning',
		message:
			'This invitation replaces {name}; its key {value} stops working once the hub is updated.',
		fix: 'Go on if that home is being set up again; otherwise choose another name and LAN for this one.',
	},
	'home-repeated': {
		severity: 'warning',
		message: 'This invitation replaces {name}.',
		fix: 'Go on if that home is being set up again; otherwise choose another name and LAN for this one.',
	},
	'hub-other': {
		severity: 'error',
		message: 'This is another server: its public key is {value}; your hub has {wanted}.',
		fix: 'Run the command on your hub, or join that other server with its own configuration.',
	},
	'hub-missing': {
		severity: 'warning',
		message: 'The hub does not know {name} yet.',
		fix: 'Update the hub. If {name} was removed at another home, remove it here as well.',
		shell: 'wgspoke hub --sync',
	},
	'hub-missing-file': {
		severity: 'warning',
		message: "{name} is missing from the hub's wg0.conf. It will be gone after the hub restarts.",
		fix: 'Update the hub. If {name} was removed at another home, remove it here as well.',
		shell: 'wgspoke hub --sync',
	},
	'hub-no-route': {
		severity: 'warning',
		message: 'The hub has no route into the tunnel for {value} ({name}).',
		fix: 'Update the hub.',
		shell: 'wgspoke hub --sync',
	},
	'hub-differs': {
		severity: 'warning',
		message: 'The hub has {value} for {name} instead of {wanted}.',
		fix: 'Update the hub.',
		shell: 'wgspoke hub --sync',
	},
	'hub-differs-file': {
		severity: 'warning',
		message:
			"The hub's wg0.conf has {value} for {name} instead of {wanted}. That will count after the hub restarts.",
		fix: 'Update the hub.',
		shell: 'wgspoke hub --sync',
	},
	'hub-silent': {
		severity: 'warning',
		message: 'The hub sends nothing to {name}, which should have {wanted}.',
		fix: 'Update the hub.',
		shell: 'wgspoke hub --sync',
	},
	'hub-silent-file': {
		severity: 'warning',
		message:
			"The hub's wg0.conf has no network for {name}, which should have {wanted}. That will count after the hub restarts.",
		fix: 'Update the hub.',
		shell: 'wgspoke hub --sync',
	},
	'hub-extra': {
		severity: 'info',
		message: 'The hub has a key that this router does not know: {value}, with {networks}.',
		fix: 'If it is a phone or laptop that was added at another home, add it to your devices. If nobody needs it, remove it from the hub.',
		shell: 'wgspoke hub --sync --gone {value}',
	},
	'hub-knows': {
		severity: 'info',
		message:
			'The hub has a peer with the networks of {name}, whose public key this router does not know: {value}.',
		fix: 'If that is {name}, say yes; then the hub can be kept up to date.',
		shell: "wgspoke {verb} '{name}' --public-key {value}{option}",
	},
	'hub-rekeyed': {
		severity: 'warning',
		message: '{name} has a different key on the hub than here: {value}.',
		fix: 'If you reset {name}, use the new key; if not, someone else may be using its networks: remove that key.',
		shell: "wgspoke {verb} '{name}' --public-key {value}{option}",
	},
	'hub-rekeyed-here': {
		severity: 'warning',
		message: '{name}, this router, has a different key on the hub than here: {value}.',
		fix: 'If you reset this router, that is its old key: remove it from the hub. If not, someone else may be using your networks.',
		shell: 'wgspoke hub --sync --gone {value}',
	},
	'hub-uncompared': {
		severity: 'info',
		message:
			'Cannot check {name}: this router does not know its public key, and no peer on the hub has its networks.',
		fix: 'Look for it in the list of peers on the hub, or enter its public key here.',
	},
	'hub-unresolved': {
		severity: 'warning',
		message:
			'The hub cannot be found: its name {value} has no address now, or no DNS server answers this router.',
		fix: 'Try the name under Network › Diagnostics. If other names are found there, repair the name of the hub where it is kept; otherwise check the internet connection and the DNS servers of this router.',
	},
	'hub-moved': {
		severity: 'info',
		message:
			'The hub has a new address, {value} (before: {old}); the tunnel has used it since {since}.',
		fix: 'Nothing to do.',
	},
	'hub-other-port': {
		severity: 'info',
		message:
			'Nothing came back from the hub at UDP port {old}; it has been called at port {value} since {since}, and answers.',
		fix: 'To begin with port {value} after a restart as well, enter it under Settings › Edit homes › Hub.',
		shell: 'wgspoke join --endpoint HOST:{value}',
	},
	'hub-found-at-port': {
		severity: 'info',
		message:
			'Nothing came back from the hub at UDP port {old}; it answers at port {value}, where it is called now.',
		fix: 'To begin with port {value} after a restart as well, enter it under Settings › Edit homes › Hub.',
		shell: 'wgspoke join --endpoint HOST:{value}',
	},
	'home-added': {
		severity: 'info',
		message: '{name}, {networks}, is new on the hub. Nothing has changed here yet.',
		fix: 'Add it, and the devices of this home and of {name} reach each other.',
		shell: "wgspoke follow '{name}'",
	},
	'home-added-by': {
		severity: 'info',
		message: '{by} has added {name}, {networks}. Nothing has changed here yet.',
		fix: 'Add it, and the devices of this home and of {name} reach each other.',
		shell: "wgspoke follow '{name}'",
	},
	'device-outdated': {
		severity: 'info',
		message: '{name} does not reach {homes} yet: its configuration was made before.',
		fix: 'On the page Devices, press Show beside it.',
		shell: "wgspoke device show '{name}'; once it has that: wgspoke device handed '{name}'",
	},
	'device-at-hub': {
		severity: 'info',
		message: '{name}, {address}, is on the hub but not added here.',
		fix: 'On the page Devices, press Add beside it.',
		shell: "wgspoke follow '{name}'",
	},
	'home-gone': {
		severity: 'info',
		message: '{name}, {networks}, was removed on the hub. Nothing has changed here yet.',
		fix: 'Remove it here as well, unless it is to come back.',
		shell: "wgspoke follow '{name}'",
	},
	'home-refused': {
		severity: 'warning',
		message: '{name}, {networks}, is on the hub. {reason} So it was not added here.',
		fix: 'If that home is yours, give it another network; if not, have it removed on the hub.',
	},
	'special-prefix-at-hub': {
		severity: 'error',
		message: '{value} is no network that a home has.',
		fix: 'Have it removed on the hub.',
	},
	'no-news': {
		severity: 'info',
		message: 'There is nothing new about this home on the hub any more.',
		fix: 'Nothing to do.',
	},
	'hub-speechless': {
		severity: 'warning',
		message:
			'The hub answers no questions of this router: nothing answers them at {value} inside the VPN.',
		fix: 'If the tunnel works otherwise, open “Have the hub answer your homes” on the page Hub, and run its script on the server. No tunnel drops.',
		shell: 'wgspoke hub --speak',
	},
	'hub-told': {
		severity: 'info',
		message: 'The hub has been told: nothing is left to do there.',
		fix: 'Nothing to do.',
	},
	'hub-forgets': {
		severity: 'info',
		message: 'The hub was told to forget this home.',
		fix: 'Nothing to do. To come back, this home is added there anew.',
	},
	'hub-left-add': {
		severity: 'warning',
		message: 'The hub is not up to date about {names}, and this router does not change it.',
		fix: 'Copy the script “Update the hub” and run it on the server.',
		shell: 'wgspoke hub --sync{options}',
	},
	'hub-left-gone': {
		severity: 'warning',
		message: 'The hub still accepts the key {value}, and this router does not remove it there.',
		fix: 'Copy the script “Update the hub” and run it on the server.',
		shell: 'wgspoke hub --sync{options}',
	},
	'hub-untold': {
		severity: 'error',
		message:
			'Nothing was changed: the hub must be changed too, and it does not answer at {value} inside the VPN.',
		fix: 'Try again once it answers.',
		shell: 'or this router alone now: the same with --by-hand',
	},
	'hub-refuses': {
		severity: 'error',
		message: 'Nothing was changed: the hub refused, because {reason}.',
		fix: 'Try again in a minute. If it stays so, put that right on the hub first.',
		shell: 'or this router alone now: the same with --by-hand',
	},
	'hub-refuses-token': {
		severity: 'error',
		message:
			'Nothing was changed: the hub takes no changes from this router any more, because the secret that allowed them was replaced there.',
		fix: take_new_secret,
		shell: 'wgspoke hub --speak; or this router alone now: the same with --by-hand',
	},
	'hub-refuses-taken': {
		severity: 'error',
		message: 'Nothing was changed: on the hub, {value} belongs to {name} already.',
		fix: 'Take another address or network. If {name} is gone for good, remove it from the hub first.',
	},
	'hub-refuses-own': {
		severity: 'error',
		message:
			'Nothing was changed: {value} is a network of the hub itself, or on its way to the internet.',
		fix: 'Take another address or network.',
	},
	'hub-owed': {
		severity: 'warning',
		message: 'A change was undone here, but the hub still has it, because it does not answer now.',
		fix: 'Nothing to do: this router tells it as soon as it answers.',
	},
	'token-kept': {
		severity: 'info',
		message:
			'This router may now change the hub: what you add or remove here is added or removed there in the same step.',
		fix: 'Nothing to do.',
	},
	'token-not-kept': {
		severity: 'warning',
		message:
			'This router could not save the secret that lets it change the hub: its storage is full.',
		fix: 'Remove a package that you do not need under System › Software, then paste the line again.',
	},
	'token-refused': {
		severity: 'warning',
		message:
			'The hub takes no changes from this router any more: the secret that allowed them was replaced there.',
		fix: take_new_secret,
		shell: 'wgspoke hub --speak',
	},
	'no-token': {
		severity: 'error',
		message: 'This router may not change the hub, so it cannot let another home do so.',
		fix: 'Invite the home without this. Or first let this router change the hub: on the page Hub, open “Have the hub answer your homes”, run its script on the server, and paste its last line into the box below it.',
		shell: 'wgspoke hub --speak',
	},
	'hub-stops': {
		severity: 'error',
		message: 'Homes cannot reach each other: IP forwarding is off on the hub.',
		fix: 'Run on the hub: sysctl -w net.ipv4.ip_forward=1, and put that line into a file in /etc/sysctl.d.',
	},
	'line-down': {
		severity: 'error',
		message:
			'The internet connection of this home is down: the provider at {address} answered before, and is silent now, as is the hub.',
		fix: 'Look at the modem, and restart the internet connection. The tunnel comes back by itself.',
	},
	'server-off': {
		severity: 'error',
		message:
			'The server of the hub is off, or has another address now: {address} answered before, and neither a ping nor the tunnel gets an answer from it any more. This home is online.',
		fix: 'See in the console of its provider whether it runs, and which address it has.',
	},
	'server-lost': {
		severity: 'error',
		message:
			'The hub knew this router, and nothing comes back from it any more: its server is off, or something blocks UDP port {port} on the way.',
		fix: 'See in the console of its provider whether the server runs. If it does, let its firewall there pass UDP port {port}.',
	},
	'server-mute': {
		severity: 'error',
		message:
			'Nothing comes back from {endpoint}, not even to a ping. From here four causes look the same: the server is off, the key of the hub is wrong here, the hub does not know this router, or something blocks UDP on the way.',
		fix: 'See in the console of its provider whether the server runs. If it does, use “Check the hub”: run its command on the server, and paste back what that prints. That tells which it is.',
		shell: look_shell,
	},
	'hub-mute': {
		severity: 'error',
		message:
			'The hub never answers: packets go to {endpoint}, and nothing comes back. From here three causes look the same: its key here is wrong, it does not know this router, or something blocks UDP on the way.',
		fix: check_hub,
		shell: look_shell,
	},
	'hub-key-wrong': {
		severity: 'error',
		message:
			'The key of the hub is wrong here: this router has {wanted}, and the hub at {endpoint} has {value}.',
		fix: 'Paste the configuration of this home again, or enter the key {value} under Settings › Edit homes › Hub.',
		shell: 'wgspoke join FILE',
	},
	'hub-unknown-key': {
		severity: 'error',
		message: 'The hub does not know this router: {value} is not among its keys.',
		fix: update_hub,
		shell: update_hub_shell,
	},
	'hub-port-wrong': {
		severity: 'error',
		message: 'The hub listens on port {value}, and this router calls port {wanted}.',
		fix: 'Enter port {value} under Settings › Edit homes › Hub.',
		shell: 'wgspoke join --endpoint HOST:{value}',
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
		fix: 'In the proxy, exclude {name}; then restart the tunnel under Network › Interfaces.',
	},
	'hub-address-old': {
		severity: 'error',
		message: 'The hub has moved: {name} leads to {value} now, and the tunnel still calls {old}.',
		fix: 'Wait three minutes, in which this router follows by itself; then check again.',
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
		fix: 'Look for a VPN, a policy route or a static route that takes them, and exclude the hub there.',
	},
	'hub-address-missing': {
		severity: 'error',
		message:
			'The hub knows the key of this router, but not its VPN address {value}, so it drops everything that comes from it.',
		fix: update_hub,
		shell: update_hub_shell,
	},
	'data-dropped': {
		severity: 'error',
		message:
			'Contact is made, but no data gets through, though the hub knows this router: something on the way drops it on UDP port {port}.',
		fix: 'Let the hub use another UDP port, and enter it under Settings › Edit homes › Hub. If data stops there after a while as well, a provider on the way does it.',
		shell: endpoint_shell,
	},
	'hub-drops': {
		severity: 'error',
		message:
			'The hub and this router made contact (a handshake) within the last three minutes, but the hub does not answer at {address}. From here three causes look the same: its server has just gone off, it does not know the VPN address of this router, or something on the way drops all but handshakes.',
		fix: check_hub,
		shell: look_shell,
	},
	'mtu-too-large': {
		severity: 'error',
		message:
			'Small packets pass and large ones do not, so big pages and files hang: the tunnel sends {size} bytes, and {value} come through.',
		fix: 'Set the MTU of the tunnel to {value}.',
		shell: 'wgspoke join --mtu {value}',
	},
	'udp-throttled': {
		severity: 'error',
		message:
			'{value} % of the packets in the tunnel get lost, and {other} % beside it on the same way: the provider slows UDP port {port}.',
		fix: 'Let the hub use another UDP port, and enter it under Settings › Edit homes › Hub.',
		shell: endpoint_shell,
	},
	lossy: {
		severity: 'error',
		message:
			'{value} % of the packets in the tunnel get lost. From here a bad line and a provider that slows UDP look the same.',
		fix: 'Look whether this home loses packets to other servers as well: Network › Diagnostics, Ping.',
	},
	'forwarding-off': {
		severity: 'error',
		message: 'This router forwards nothing between networks: IP forwarding is switched off.',
		fix: 'Set net.ipv4.ip_forward to 1 where it was switched off, in /etc/sysctl.conf or /etc/sysctl.d.',
	},
	'way-taken': {
		severity: 'error',
		message:
			'What this home sends to {network} leaves by {device} instead of the tunnel: a rule of this router sends it there.',
		fix: 'Exclude {network} from the policy routing of this router.',
	},
	'no-forwarding': {
		severity: 'error',
		message: 'The firewall of this router lets nothing pass {way}.',
		fix: 'Press Put back, which makes the two forwardings anew.',
		shell: 'wgspoke repair',
	},
	masquerading: {
		severity: 'warning',
		message:
			'Other homes see all your devices as this router: its firewall rewrites their addresses (masquerading) on the way into the tunnel.',
		fix: 'Switch off Masquerading of the zone of the tunnel under Network › Firewall; or press Put back, where that is offered.',
		shell: 'wgspoke repair',
	},
	'lan-unknown': {
		severity: 'error',
		message:
			'The hub answers this router but not this home: it sends nothing for {address} into the tunnel.',
		fix: update_hub,
		shell: update_hub_shell,
	},
	'hub-lan-missing': {
		severity: 'error',
		message: 'The hub hears this router, but does not know {value} as its network.',
		fix: update_hub,
		shell: update_hub_shell,
	},
	'hub-route-missing': {
		severity: 'error',
		message: 'The hub has no route into the tunnel for {value} of {name}.',
		fix: update_hub,
		shell: update_hub_shell,
	},
	'hub-firewall': {
		severity: 'error',
		message:
			'The hub lets nobody through to anybody else: its firewall drops what goes from home to home ({value}).',
		fix: 'Run on the hub: iptables -I FORWARD -i wg0 -o wg0 -j ACCEPT, and keep that rule as the firewall there keeps its rules.',
	},
	'home-unknown': {
		severity: 'error',
		message: 'The hub does not know {name}.',
		fix: update_hub,
		shell: update_hub_shell,
	},
	'home-lan-missing': {
		severity: 'error',
		message: 'The hub does not know {value} as the network of {name}.',
		fix: update_hub,
		shell: update_hub_shell,
	},
	'home-offline': {
		severity: 'error',
		message: '{name} is not connected to the hub (last heard: {age}). Nothing is wrong here.',
		fix: 'See that the router of {name} is on and online.',
	},
	'home-unseen': {
		severity: 'info',
		message:
			'Whether {name} is reached cannot be told: there is no answer from {value}. That proves no fault, for its router may have another address, or answer no pings.',
		fix: 'Enter its VPN address, or a device there that answers a ping, under Settings › Edit homes; then it can be told.',
		shell: 'wgspoke join --site NAME=PREFIX@ADDRESS',
	},
	'home-unheard': {
		severity: 'info',
		message:
			'{name} has not joined yet, or is off: the hub has not heard it since its own start, and {value} does not answer.',
		fix: 'See that the router of {name} is on and has joined.',
	},
	'homes-silent': {
		severity: 'error',
		message:
			'The hub answers, and no other home does: most likely the hub passes nothing on from one home to another.',
		fix: check_hub,
		shell: look_shell,
	},
	'home-silent': {
		severity: 'error',
		message:
			'The hub answers, and {name} does not: it is not connected, or the hub passes nothing on to it.',
		fix: check_hub,
		shell: look_shell,
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
		shell: 'there: wgspoke join --site NAME=PREFIX',
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
			'This is too large to come from the command on the hub: {size} KiB with {count} lines and networks; at most {limit} KiB with {most} are read.',
		fix: 'Run the command on the hub again, and paste only what it prints.',
		hides: '*',
	},
	'not-look': {
		severity: 'error',
		message: 'This is not what the command printed on the hub.',
		fix: 'Run the command on the hub, and paste everything that it prints.',
	},
	'look-cut-off': {
		severity: 'error',
		message: 'The end of what the hub printed is missing: the last line would be "end".',
		fix: 'Run the command on the hub again, and paste everything that it prints.',
		hides: '*',
	},
	'more-alike': {
		severity: 'info',
		message: '{count} more like these are not listed.',
		fix: 'Fix the ones that are listed, then look again.',
	},
	'no-dns': {
		severity: 'warning',
		message: 'The configuration names no DNS server: {reason}.',
		fix: 'Leave the DNS server out, or enter one that answers devices in the VPN; this router does when other homes may open everything on it.',
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

/** How it is done in a terminal of this router; null where that is not one command. */
export function shell_of(one: Finding): Phrase | null {
	const row: Text = findings[one.code];
	return row.shell == null ? null : { key: one.code, text: row.shell, values: one.values };
}
