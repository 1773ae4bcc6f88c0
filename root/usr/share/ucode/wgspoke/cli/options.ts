// What does the command line mean? Arguments in, options out; the usage text is made of the same tables.

import { quotable } from '../base/quote.ts';
import { trial_seconds } from '../base/constants.ts';
import { parse_endpoint } from '../base/endpoint.ts';
import { fields } from '../model/fields.ts';
import { empty_record, shape_rule, value_from_client } from '../model/kinds.ts';
import { local_site, network_seen_by, put_site } from '../model/network.ts';
import { terms } from '../words/terms.ts';
import type { Field, FieldValue, Site } from '../model/fields.ts';
import type { Network } from '../model/network.ts';

interface Option {
	/** Without the dashes. */
	name: string;
	/** What stands for its value in the usage; '' for a switch. */
	value: string;
	/** Verbs that it means something to, with blanks between; '' for all. */
	verbs: string;
	help: string[];
}

const EDITING = 'plan join hub';
const APPLYING = 'join device invite leave repair follow off on hub';
const SHOWING = 'read plan join status pulse check hub device invite leave repair follow off on';

// The options that set a field of the hub, or of this router's own home.
function field_options(rows: readonly Field[]): Option[] {
	const options: Option[] = [];
	for (const field of rows) {
		if (field.option == null) continue;
		// A home that is invited has a LAN, a device an address.
		let more = field.kind == 'accepted' ? ' invite' : '';
		if (rows == fields.site && field.kind == 'lans') more = ' invite';
		if (rows == fields.site && field.kind == 'address') more = ' device invite';
		push(options, {
			name: field.option,
			value: field.value!,
			verbs: EDITING + more,
			help: [field.help!],
		});
	}
	return options;
}

/** In the order of the usage. Those of `hub` alone are told with the verb. */
const options: Option[] = [
	...field_options(fields.site),
	{
		name: 'site',
		value: 'NAME=PREFIX[,PREFIX][@ADDRESS]',
		verbs: EDITING,
		help: ["another home, its subnets and its router's VPN address"],
	},
	{ name: 'no-site', value: 'NAME', verbs: EDITING, help: ['forget that home'] },
	...field_options(fields.hub),
	{
		name: 'endpoint',
		value: 'HOST[:PORT]',
		verbs: EDITING,
		help: ["the hub's public address"],
	},
	{
		name: 'home',
		value: 'NAME',
		verbs: EDITING,
		help: ['which home of a network file this one is'],
	},
	{
		name: 'take-over',
		value: 'NAME',
		verbs: 'plan join',
		help: [
			'the WireGuard interface NAME is this tunnel, made by hand: use its key',
			'and addresses, and remove it in the same step',
		],
	},
	{
		name: 'hub-interface',
		value: 'NAME',
		verbs: 'hub',
		help: ['name of the tunnel at the hub (wg0)'],
	},
	{
		name: 'public-key',
		value: 'KEY',
		verbs: 'device invite',
		help: [
			'of a device or home that made its key itself; without it one is made',
			'here and shown once',
		],
	},
	{
		name: 'manage',
		value: '',
		verbs: 'invite',
		help: ['the home may change the hub too: its line has the token for that'],
	},
	{
		name: 'by-hand',
		value: '',
		verbs: 'plan join device invite hub',
		help: ['change this router alone, also where it may tell the hub; that is done by hand'],
	},
	{
		name: 'forget',
		value: '',
		verbs: 'leave',
		help: ['have the hub forget this home as well, where it takes changes from here'],
	},
	{
		name: 'dns',
		value: 'ADDRESS',
		verbs: 'device',
		help: ['DNS server for a device; left out unless it answers'],
	},
	{
		name: 'timeout',
		value: 'SECONDS',
		verbs: APPLYING,
		help: ['how long the hub may take to answer (' + trial_seconds + ')'],
	},
	{
		name: 'keep',
		value: '',
		verbs: 'join device invite repair on',
		help: [
			'keep the change even if the hub does not answer; of a device,',
			'keep the private key on this router to show it again',
		],
	},
	{
		name: 'root',
		value: 'DIR',
		verbs: '',
		help: ['work on the UCI files below DIR instead of on this router'],
	},
	{ name: 'json', value: '', verbs: SHOWING, help: ['print JSON'] },
	{
		name: 'hub-says',
		value: 'FILE',
		verbs: 'check hub',
		help: [
			'what "wgspoke hub --look" printed at the hub: it decides what looks the same',
			'from here',
		],
	},
	{
		name: 'report',
		value: '',
		verbs: 'check',
		help: ['print a report for a forum: keys and public addresses shortened'],
	},
	{ name: 'gone', value: 'KEY', verbs: 'hub', help: [] },
	{ name: 'take', value: 'KEY', verbs: 'hub', help: [] },
	{ name: 'skip', value: 'KEY', verbs: 'hub', help: [] },
	{ name: 'check', value: '', verbs: 'hub', help: [] },
	{ name: 'apply', value: '', verbs: 'hub', help: [] },
	{ name: 'compare', value: 'FILE', verbs: 'hub', help: [] },
	{ name: 'script', value: '', verbs: 'hub', help: [] },
	{ name: 'silent', value: '', verbs: 'hub', help: [] },
	{ name: 'speak', value: '', verbs: 'hub', help: [] },
	{ name: 'sync', value: '', verbs: 'hub', help: [] },
	{ name: 'look', value: '', verbs: 'hub', help: [] },
	{ name: 'ask', value: '', verbs: 'hub', help: [] },
	{ name: 'done', value: '', verbs: 'hub', help: [] },
];

const verbs_text = `Usage: wgspoke <verb> [options]

  read FILE     say what a WireGuard configuration means and what is wrong in it
  plan [FILE]   show what joining would change; nothing is written
  join [FILE]   join the hub; undone by itself unless the hub answers
  status        show the link as it is now, and the verdicts of the last check
  check         does it work now, and if not, which step fails, why, and what to do;
                for a terminal and for cron: 0 it works, 1 it does not
  hub [FILE]    show the network, and print what to run at the hub so that it knows everybody
    --script    a script that makes a fresh Ubuntu or Debian server the hub, which then answers
                the homes inside the VPN; --silent: it does not
    --speak     a script that has a running hub answer the homes; no tunnel is touched
    --sync      a script that tells a running hub of everybody; --gone KEY: and forget that key
    --check     ask the hub, or read what it printed (--hub-says FILE): what has it to be told, and
                whose are the keys that it has and this router has not
    --apply     the same, and carry it out, here and at the hub in one step; other answers than
                --check says: --take KEY, --skip KEY, --gone KEY
    --ask       ask the hub what it knows, and tell what is not there as it should be
    --done      the hub was told by hand of what "wgspoke status" says is left to do
    --look      a command that only looks at the hub; --compare FILE tells what its output means
  device list   the roaming devices: phones, laptops
  device add NAME | show NAME | key NAME | rename NAME NEW | remove NAME | handed NAME
                print a device's configuration; key replaces its key; handed says that the
                device has its configuration as it is now
  invite NAME   add another home, and print what it needs to join
  follow [NAME] take over what another home has added or removed at the hub, a home or a
                device; without NAME, say what there is
  export        print the network as a file without private keys, for another router or
                this one after a reset: "wgspoke join FILE --home NAME" reads it
  key           print this router's public key; one that has none makes it
  repair        bring the tunnel back to what was joined: changed, stopped, or its list lost
  off           switch the tunnel off for now; it stays set up
  on            switch it on again
  leave         remove everything that joining made

  FILE is the configuration, network file or line that this home was given; - is standard input.
  Without FILE, plan and join change the network that was joined.

`;

const exit_text = `
Exit status: 0 done; 1 an error was found and nothing was changed; 2 wrong usage;
3 undone: the router is as it was before; 4 it could not be put back: what to do is said.
`;

/** Where the help of an option begins. */
const help_column = 25;

function option_lines(option: Option): string {
	if (length(option.help) == 0) return '';
	const short = option.name == 'json' ? '-j, ' : '';
	const head = '  ' + short + '--' + option.name + (option.value == '' ? '' : ' ' + option.value);
	// One that is too long has its help below it.
	let text =
		length(head) < help_column ? sprintf('%-25s', head) : head + '\n' + sprintf('%25s', '');
	for (let i = 0; i < length(option.help); i++) {
		text += (i == 0 ? '' : sprintf('%25s', '')) + option.help[i]! + '\n';
	}
	return text;
}

/** What `wgspoke help` prints. */
export function usage_text(): string {
	return verbs_text + join('', map(options, option_lines)) + exit_text;
}

/**
 * `sync`, `recover` and `farewell` are for the init script and the package manager, `trial`, `dns` and `resolve` for the
 * ubus object, `learn` for the watch.
 */
const VERBS = [
	'read',
	'plan',
	'join',
	'status',
	'pulse',
	'check',
	'hub',
	'device',
	'invite',
	'export',
	'key',
	'leave',
	'repair',
	'follow',
	'learn',
	'off',
	'on',
	'sync',
	'trial',
	'recover',
	'dns',
	'resolve',
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

/** How many words may follow the verb, when it is more than one. */
const WORDS: Record<string, number> = { device: 3 };

function option_named(name: string): Option | null {
	for (const option of options) if (option.name == name) return option;
	return null;
}

/** Arguments → options, or a line that says what is wrong with them. */
export function parse_args(args: string[]): Options | string {
	const parsed: Options = {
		verb: '',
		file: '',
		words: [],
		json: false,
		keep: false,
		root: '',
		timeout: trial_seconds,
		given: {},
	};
	const met: { written: string; verbs: string }[] = [];
	for (let at = 0; at < length(args); at++) {
		const arg = args[at]!;
		if (arg == '-h' || arg == '--help') return { ...parsed, verb: 'help' };
		if (arg == '-' || substr(arg, 0, 1) != '-') {
			if (parsed.verb == '') parsed.verb = arg;
			else if (length(parsed.words) < (WORDS[parsed.verb] ?? 1)) push(parsed.words, arg);
			else return sprintf('"%s" is too much', arg);
			continue;
		}
		const equals = index(arg, '=');
		const written = equals > 0 ? substr(arg, 0, equals) : arg;
		const name = written == '-j' ? 'json' : substr(written, 2);
		const option = index(written, '--') == 0 || written == '-j' ? option_named(name) : null;
		if (option == null) return sprintf('unknown option "%s"', written);
		push(met, { written: written, verbs: option.verbs });
		if (option.value != '' && equals < 0) at++;
		const value = option.value == '' ? '' : equals > 0 ? substr(arg, equals + 1) : args[at];
		if (value == null) return sprintf('option "%s" needs a value', written);
		parsed.given[name] ??= [];
		push(parsed.given[name], value);
	}
	if (parsed.verb == '') return 'which verb?';
	if (index(VERBS, parsed.verb) < 0) return sprintf('unknown verb "%s"', parsed.verb);
	for (const one of met) {
		if (one.verbs == '' || index(split(one.verbs, ' '), parsed.verb) >= 0) continue;
		return sprintf('"%s" has no option "%s"', parsed.verb, one.written);
	}
	parsed.file = parsed.words[0] ?? '';
	parsed.json = parsed.given['json'] != null;
	parsed.keep = parsed.given['keep'] != null;
	parsed.root = parsed.given['root']?.[0] ?? '';
	const timeout = parsed.given['timeout']?.[0];
	if (timeout != null) {
		if (!match(timeout, /^[0-9]{1,3}$/) || int(timeout) < 5) {
			return sprintf('"--timeout %s": 5 to 999 seconds', timeout);
		}
		parsed.timeout = int(timeout);
	}
	return parsed;
}

/** 'Home B=192.168.4.0/24,10.1.0.0/16@192.168.151.3' → site; null when there is no name or no prefix. */
export function parse_site(text: string): Site | null {
	const equals = index(text, '=');
	if (equals < 1) return null;
	const rest = split(substr(text, equals + 1), '@');
	if (rest[0] == '') return null;
	const site = { name: substr(text, 0, equals), address: rest[1] ?? '', lan: split(rest[0]!, ',') };
	return { ...empty_record('site'), ...site };
}

type Given = Record<string, string[]>;

// Sets what the options say of these fields; null, or a line that says which option is wrong.
function set_fields(rows: readonly Field[], record: object, given: Given): string | null {
	const values = record as Record<string, FieldValue>;
	for (const field of rows) {
		const texts = field.option == null ? null : given[field.option];
		if (texts == null) continue;
		const many = field.kind == 'lans' || field.kind == 'accepted';
		const sent = many ? texts : texts[0];
		// What a prefix is mended to, or left out for, is told when the network is normalized.
		const left_out: string[] = [];
		const value = value_from_client(field, sent, (code) => {
			if (code == 'too-long' || code == 'key-misplaced') push(left_out, code);
		});
		if (value == null) {
			return sprintf('"--%s %s": %s', field.option, quotable(texts[0]!), terms[shape_rule(field)]);
		}
		// A yes is added to those said before.
		if (field.kind == 'accepted') {
			values[field.name] = [...(values[field.name] as string[]), ...texts];
			continue;
		}
		const as_given = field.kind == 'lans' || length(left_out) > 0;
		values[field.name] = as_given ? sent! : value;
	}
	return null;
}

/** The network with what the options say; or a line that says which option is wrong. */
export function network_with_options(network: Network, asked: Options): Network | string {
	const given = asked.given;
	const hub = network.hub;
	const endpoint = given['endpoint']?.[0];
	if (endpoint != null) {
		const parsed = parse_endpoint(endpoint);
		if (parsed.problem != '' && parsed.problem != 'port_missing') {
			return sprintf('"--endpoint %s": %s', quotable(endpoint), terms[parsed.problem]);
		}
		hub.endpoint_host = parsed.host;
		if (parsed.problem == '') hub.endpoint_port = parsed.port;
	}
	const home = given['home']?.[0];
	if (home != null) {
		const names = map(network.sites, (site) => site.name);
		if (index(names, home) < 0) {
			return sprintf('"--home %s": the homes are %s', quotable(home), join(', ', names));
		}
		network.sites = network_seen_by(network, home, '').sites;
	}
	const local = local_site(network);
	let wrong = set_fields(fields.hub, hub, given);
	if (wrong == null && local != null) wrong = set_fields(fields.site, local, given);
	if (wrong != null) return wrong;
	for (const text of given['site'] ?? []) {
		const site = parse_site(text);
		if (!site) return sprintf('"--site %s": write NAME=PREFIX', quotable(text));
		put_site(network, site);
	}
	for (const name of given['no-site'] ?? []) {
		network.sites = filter(network.sites, (site) => site.local || site.name != name);
	}
	return network;
}
