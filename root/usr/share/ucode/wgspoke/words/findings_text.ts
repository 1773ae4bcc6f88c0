// What can be said of a text that somebody pasted: what it is, what is wrong in it, what was made of it?
// Also of what a command printed at the hub.

import type { Text } from './kind.ts';

export const text_findings = {
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
} satisfies Record<string, Text>;
