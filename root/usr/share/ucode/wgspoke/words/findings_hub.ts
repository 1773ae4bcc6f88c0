// What is otherwise at the hub than here, what is new there, and what can be said of telling it?

import type { Text } from './kind.ts';

// By the name of that part of the page.
const take_new_secret =
	'On the page Hub, open “Have the hub answer your homes”: run its script on the server, and paste its last line into the box below it.';

export const hub_findings = {
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
	'hub-cut-off': {
		severity: 'error',
		message:
			'The hub began to answer and broke off: its server is busy at this moment, or the line to it is bad.',
		fix: 'Try again in a minute.',
		hides: '*',
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
} satisfies Record<string, Text>;
