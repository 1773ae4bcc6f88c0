// What does the command line mean, and how does a reply read in a terminal?
// Pure: arguments in, options out; replies in, text out. usr/bin/wgspoke.ts does the doing.

import { uci_diff } from '../plan/change.ts';
import { parse_endpoint } from '../base/endpoint.ts';
import { put_site } from '../model/network.ts';
import { network_seen_by } from '../hub/conf.ts';
import { reasons } from '../words/texts.ts';
import type { Finding, Network, PlanReply, ReadReply, Site, Status } from '../model/types.ts';

export const USAGE = `Usage: wgspoke <verb> [options]

  read FILE     say what a WireGuard configuration means and what is wrong in it
  plan [FILE]   show what joining would change; nothing is written
  join [FILE]   join the hub; undone by itself unless the hub answers
  status        show the link as it is now, and the verdicts of the last check
  check         ping the hub and the other homes now
  hub [FILE]    show the network, and print what to run at the hub so that it knows everybody
    --script    a script that makes a fresh Ubuntu or Debian server the hub
    --sync      a script that tells a running hub of everybody; --gone KEY: and forget that key
    --look      a command that only looks at the hub; --compare FILE tells what its output means
  device list   the roaming devices: phones, laptops
  device add NAME | show NAME | key NAME | rename NAME NEW | remove NAME
                print a device's configuration; key replaces its key
  invite NAME   add another home, and print what it needs to join
  export        print the network as a file without private keys, for another router or
                this one after a reset: "wgspoke join FILE --home NAME" reads it
  key           print this router's public key; one that has none makes it
  leave         remove everything that joining made

  FILE is the configuration, network file or line that this home was given; - is standard input.
  Without FILE, plan and join change the network that was joined.

  --name NAME            name of this home
  --lan PREFIX           a subnet of this home; may be repeated
  --address ADDRESS      this router's VPN address
  --site NAME=PREFIX[,PREFIX][@ADDRESS]
                         another home, its subnets and its router's VPN address
  --no-site NAME         forget that home
  --hub-address ADDRESS  the hub's VPN address
  --subnet PREFIX        the VPN subnet
  --endpoint HOST[:PORT] the hub's public address
  --home NAME            which home of a network file this one is
  --hub-interface NAME   name of the tunnel at the hub (wg0)
  --keepalive SECONDS    25 keeps the way through a home router open
  --access all|ping|none what the other homes may open on this router
  --interface NAME       name of the interface (wgspoke)
  --public-key KEY       of a device or home that made its key itself; without it one is made
                         here and shown once
  --dns ADDRESS          DNS server for a device; left out unless it answers
  --timeout SECONDS      how long the hub may take to answer (30)
  --keep                 keep the change even if the hub does not answer; of a device,
                         keep the private key on this router to show it again
  --root DIR             work on the UCI files below DIR instead of on this router
  -j, --json             print JSON

Exit status: 0 done; 1 an error was found and nothing was changed; 2 wrong usage;
3 the hub did not answer and the router is as it was before.
`;

/** `sync` and `farewell` are for the init script and the package manager, `dns` for the ubus object. */
export const VERBS = [
	'read',
	'plan',
	'join',
	'status',
	'check',
	'hub',
	'device',
	'invite',
	'export',
	'key',
	'leave',
	'sync',
	'dns',
	'farewell',
	'help',
];

export interface Options {
	verb: string;
	/** '' when none was given. */
	file: string;
	/** What stands after the verb. */
	words: string[];
	json: boolean;
	keep: boolean;
	/** '' is this router. */
	root: string;
	timeout: number;
	/** Values by option name without the dashes, in order. */
	given: Record<string, string[]>;
}

const FLAGS = ['--script', '--sync', '--look', '--keep', '--json', '-j'];

const EDITING = 'plan join hub';
const SHOWING = 'read plan join status check hub device invite leave';
const APPLYING = 'join device invite leave';

/** Option name → the verbs that it means something to; all of them for ''. */
const KNOWN: Record<string, string> = {
	'--name': EDITING,
	'--lan': EDITING + ' invite',
	'--address': EDITING + ' device invite',
	'--site': EDITING,
	'--no-site': EDITING,
	'--hub-address': EDITING,
	'--subnet': EDITING,
	'--keepalive': EDITING,
	'--access': EDITING,
	'--interface': EDITING,
	'--public-key': 'device invite',
	'--dns': 'device',
	'--endpoint': EDITING,
	'--home': EDITING,
	'--hub-interface': 'hub',
	'--gone': 'hub',
	'--compare': 'hub',
	'--script': 'hub',
	'--sync': 'hub',
	'--look': 'hub',
	'--timeout': APPLYING,
	'--root': '',
	'--keep': 'join device invite',
	'--json': SHOWING,
	'-j': SHOWING,
};

/** How many words may follow the verb, when it is more than one. */
const WORDS: Record<string, number> = { device: 3 };

/** Arguments → options, or a line that says what is wrong with them. */
export function parse_args(args: string[]): Options | string {
	const options: Options = {
		verb: '',
		file: '',
		words: [],
		json: false,
		keep: false,
		root: '',
		timeout: 30,
		given: {},
	};
	const names: string[] = [];
	for (let at = 0; at < length(args); at++) {
		const arg = args[at]!;
		if (arg == '-h' || arg == '--help') return { ...options, verb: 'help' };
		if (arg == '-' || substr(arg, 0, 1) != '-') {
			if (options.verb == '') options.verb = arg;
			else if (length(options.words) < (WORDS[options.verb] ?? 1)) push(options.words, arg);
			else return sprintf('"%s" is too much', arg);
			continue;
		}
		const equals = index(arg, '=');
		const name = equals > 0 ? substr(arg, 0, equals) : arg;
		if (KNOWN[name] == null) return sprintf('unknown option "%s"', name);
		push(names, name);
		if (index(FLAGS, name) >= 0) {
			if (name == '--keep') options.keep = true;
			else if (name == '--json' || name == '-j') options.json = true;
			else options.given[substr(name, 2)] = [''];
			continue;
		}
		if (equals < 0) at++;
		const value = equals > 0 ? substr(arg, equals + 1) : args[at];
		if (value == null) return sprintf('option "%s" needs a value', name);
		const key = substr(name, 2);
		options.given[key] ??= [];
		push(options.given[key], value);
	}
	if (options.verb == '') return 'which verb?';
	if (index(VERBS, options.verb) < 0) return sprintf('unknown verb "%s"', options.verb);
	for (const name of names) {
		const verbs = KNOWN[name]!;
		if (verbs != '' && index(split(verbs, ' '), options.verb) < 0) {
			return sprintf('"%s" has no option "%s"', options.verb, name);
		}
	}
	options.file = options.words[0] ?? '';
	options.root = options.given['root']?.[0] ?? '';
	const timeout = options.given['timeout']?.[0];
	if (timeout != null) {
		if (!match(timeout, /^[0-9]{1,3}$/) || int(timeout) < 5) {
			return sprintf('"--timeout %s": 5 to 999 seconds', timeout);
		}
		options.timeout = int(timeout);
	}
	return options;
}

/** 'Home B=192.168.4.0/24,10.1.0.0/16@192.168.151.3' → site; null when there is no name or no prefix. */
export function parse_site(text: string): Site | null {
	const equals = index(text, '=');
	if (equals < 1) return null;
	const rest = split(substr(text, equals + 1), '@');
	if (rest[0] == '') return null;
	return {
		name: substr(text, 0, equals),
		address: rest[1] ?? '',
		lan: split(rest[0]!, ','),
		local: false,
		host: '',
		public_key: '',
	};
}

/** The network with what the options say; or a line that says which option is wrong. */
export function network_with_options(network: Network, options: Options): Network | string {
	const given = options.given;
	const hub = network.hub;
	hub.address = given['hub-address']?.[0] ?? hub.address;
	hub.subnet = given['subnet']?.[0] ?? hub.subnet;
	hub.interface = given['interface']?.[0] ?? hub.interface;
	const endpoint = given['endpoint']?.[0];
	if (endpoint != null) {
		const parsed = parse_endpoint(endpoint);
		if (parsed.problem != '' && parsed.problem != 'port_missing') {
			return sprintf('"--endpoint %s": %s', endpoint, reasons[parsed.problem]);
		}
		hub.endpoint_host = parsed.host;
		if (parsed.problem == '') hub.endpoint_port = parsed.port;
	}
	const home = given['home']?.[0];
	if (home != null) {
		const names = map(network.sites, (site) => site.name);
		if (index(names, home) < 0) {
			return sprintf('"--home %s": the homes are %s', home, join(', ', names));
		}
		network.sites = network_seen_by(network, home, '').sites;
	}
	const keepalive = given['keepalive']?.[0];
	if (keepalive != null) {
		if (!match(keepalive, /^[0-9]{1,5}$/)) return sprintf('"--keepalive %s": seconds', keepalive);
		hub.keepalive = int(keepalive);
	}
	const access = given['access']?.[0];
	if (access != null) {
		if (access != 'all' && access != 'ping' && access != 'none') {
			return sprintf('"--access %s": all, ping or none', access);
		}
		network.router_access = access;
	}
	for (const site of network.sites) {
		if (!site.local) continue;
		// Of its own key this router knows best; a network file tells what it was.
		site.public_key = '';
		site.name = given['name']?.[0] ?? site.name;
		site.address = given['address']?.[0] ?? site.address;
		site.lan = given['lan'] ?? site.lan;
	}
	for (const text of given['site'] ?? []) {
		const site = parse_site(text);
		if (!site) return sprintf('"--site %s": write NAME=PREFIX', text);
		put_site(network, site);
	}
	for (const name of given['no-site'] ?? []) {
		network.sites = filter(network.sites, (site) => site.local || site.name != name);
	}
	return network;
}

// --- replies as text ---

export function findings_text(findings: Finding[]): string {
	let text = '';
	for (const entry of findings) {
		const where = entry.line > 0 ? sprintf(' (line %d)', entry.line) : '';
		text += sprintf('%s %s%s: %s\n', entry.severity, entry.code, where, entry.message);
		if (entry.fix != '') text += sprintf('    %s\n', entry.fix);
	}
	return text;
}

function network_text(network: Network): string {
	const hub = network.hub;
	let text = sprintf(
		'Hub         %s port %d, VPN %s, its own address %s\n',
		hub.endpoint_host == '' ? '(no endpoint)' : hub.endpoint_host,
		hub.endpoint_port,
		hub.subnet == '' ? '(unknown)' : hub.subnet,
		hub.address == '' ? '(unknown)' : hub.address
	);
	for (const site of network.sites) {
		text += sprintf(
			'%s  %s: %s%s\n',
			site.local ? 'This home ' : 'Other home',
			site.name,
			join(', ', site.lan),
			site.address == '' ? '' : ', VPN address ' + site.address
		);
	}
	for (const device of network.devices) {
		text += sprintf('Device      %s: %s\n', device.name, device.address);
	}
	return text;
}

export function read_text_reply(reply: ReadReply): string {
	let text = network_text(reply.network) + findings_text(reply.findings);
	const offered = filter(reply.lans, (lan) => !lan.preselected);
	if (length(offered) > 0) text += 'This router also has, to be added with --lan:\n';
	for (const lan of offered) text += sprintf('    %s (%s)\n', lan.prefix, lan.interface);
	if (length(reply.unused) > 0) text += 'Not used:\n';
	for (const entry of reply.unused) {
		text += sprintf('    line %d: %s (%s)\n', entry.line, entry.text, entry.reason);
	}
	return text;
}

export function plan_text(reply: PlanReply): string {
	let text = network_text(reply.network) + findings_text(reply.findings);
	for (const sentence of reply.summary) text += '- ' + sentence.text + '\n';
	return text + uci_diff(reply.changes);
}

/** 0 → '0 s', 75 → '1 min 15 s', 7260 → '2 h 1 min'. */
export function duration(seconds: number): string {
	if (seconds < 60) return sprintf('%d s', seconds);
	const minutes = int(seconds / 60);
	if (minutes < 60) return sprintf('%d min %d s', minutes, seconds % 60);
	return sprintf('%d h %d min', int(minutes / 60), minutes % 60);
}

/** 0 → '0 B', 1536 → '1.5 KiB'. */
export function amount(bytes: number): string {
	const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
	let unit = 0;
	let value = bytes * 1.0;
	while (value >= 1024 && unit < 4) {
		value = value * 0.0009765625;
		unit++;
	}
	return sprintf(unit == 0 ? '%d %s' : '%.1f %s', value, units[unit]);
}

/** What somebody reads who removes the package from a router that has joined. */
export function farewell_text(name: string): string {
	return sprintf(
		'This home stays joined to its hub: the interface "%s" and its firewall zone go on working without\n' +
			'this package. To take them out as well, install it again, run "wgspoke leave" and then remove it.\n',
		name
	);
}

export function status_text(status: Status): string {
	if (!status.joined) return 'This router has not joined a hub.\n' + findings_text(status.findings);
	let text = sprintf(
		'Interface   %s is %s\n',
		status.interface,
		status.up == null ? 'not checked' : status.up ? 'up' : 'down'
	);
	text += sprintf(
		'Handshake   %s\n',
		status.handshake_age == null ? 'none yet' : duration(status.handshake_age) + ' ago'
	);
	text += sprintf(
		'Traffic     %s received, %s sent\n',
		amount(status.rx_bytes),
		amount(status.tx_bytes)
	);
	text += sprintf(
		'Last check  %s\n',
		status.probe_age == null ? 'none yet; run "wgspoke check"' : duration(status.probe_age) + ' ago'
	);
	text += sprintf('    handshake            %s\n', status.handshake);
	text += sprintf('    hub answers          %s\n', status.hub);
	for (const site of status.sites) {
		if (site.local) continue;
		text += sprintf('%s (%s)\n', site.name, join(', ', site.lan));
		text += sprintf('    its router answers   %s\n', site.gateway);
		text += sprintf('    a device there       %s\n', site.host);
		for (const prefix of site.missing_routes) text += sprintf('    no route to %s\n', prefix);
	}
	if (length(status.drift) > 0) {
		text += 'The configuration is not as planned any more:\n' + uci_diff(status.drift);
	}
	return text + findings_text(status.findings);
}
