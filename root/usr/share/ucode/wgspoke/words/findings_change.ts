// What can be said of a change: why it is not tried out, how it ended, and what is no more as it was joined?

import type { Text } from './kind.ts';

export const change_findings = {
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
} satisfies Record<string, Text>;
