// What can be wrong with a network on paper: a value that is none, or values that do not go together?

import { endpoint_shell, site_shell } from './kind.ts';
import type { Text } from './kind.ts';

export const network_findings = {
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
	'no-dns': {
		severity: 'warning',
		message: 'The configuration names no DNS server: {reason}.',
		fix: 'Leave the DNS server out, or enter one that answers devices in the VPN; this router does when other homes may open everything on it.',
	},
} satisfies Record<string, Text>;
