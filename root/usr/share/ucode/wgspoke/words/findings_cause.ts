// Why does it not work: what explains the step that fails, where nothing but a check finds it?

import { endpoint_shell } from './kind.ts';
import type { Text } from './kind.ts';

// What is done on another page or at the hub has one name each, in every sentence: that of its part of the page Hub.
const update_hub = 'Use “Update the hub”: a button, or a script to run on the server.';
const update_hub_shell = 'wgspoke hub --sync';
const look_shell = 'wgspoke hub --look; with what it prints there: wgspoke check --hub-says FILE';
const check_hub =
	'Use “Check the hub”: run its command on the server, and paste back what that prints. That tells which it is.';

export const cause_findings = {
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
	'way-missing': {
		severity: 'error',
		message:
			'This router has no route into the tunnel for {network}, so nothing that this home sends there arrives.',
		fix: 'Restart the tunnel, which brings its routes back: Network › Interfaces, Restart beside {name}.',
		shell: 'ifup {name}',
	},
	'way-taken': {
		severity: 'error',
		message:
			'What this home sends to {network} leaves by {device} instead of the tunnel: a rule or another route of this router sends it there.',
		fix: 'Exclude {network} from the policy routing of this router, or delete that route.',
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
} satisfies Record<string, Text>;
