// Which nftables ruleset does /etc/config/firewall mean? UCI sections and devices in, text for `nft -f` out.
// The chains are named as firewall4 names them. Redirects, ip sets, limits and includes are left out and said.
import type { UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';

/** Devices of each interface that exists: {lan: ['br-lan'], wgspoke: ['wgspoke']}. */
export type InterfaceDevices = Record<string, string[]>;

export interface Ruleset {
	/** Replaces the whole table in one transaction. */
	text: string;
	/** What UCI asks for and this router does not do: "redirect 'ssh'". */
	ignored: string[];
}

interface Zone {
	name: string;
	devices: string[];
	/** Prefixes of its `subnet` list; without one the devices decide. */
	input: Verdict;
	output: Verdict;
	forward: Verdict;
	masq: boolean;
	mssFix: boolean;
}

type Verdict = 'accept' | 'reject' | 'drop';

const KNOWN = new Set(['defaults', 'zone', 'forwarding', 'rule']);

function text(section: UciSection, option: string): string {
	const value = section.options[option];
	return Array.isArray(value) ? value.join(' ') : (value ?? '');
}

function list(section: UciSection, option: string): string[] {
	return text(section, option)
		.split(/\s+/)
		.filter((each) => each !== '');
}

const isOn = (section: UciSection, option: string, fallback: boolean): boolean => {
	const value = text(section, option);
	return value === '' ? fallback : value === '1';
};

function verdict(value: string, fallback: Verdict): Verdict {
	const lower = value.toLowerCase();
	return lower === 'accept' || lower === 'reject' || lower === 'drop' ? lower : fallback;
}

const jumpTo = (word: Verdict): string => (word === 'reject' ? 'jump handle_reject' : word);

/** ['a', 'b'] → '{ "a", "b" }'. */
const quoted = (names: string[]): string => `{ ${names.map((name) => `"${name}"`).join(', ')} }`;

const braced = (values: string[]): string => `{ ${values.join(', ')} }`;

function zonesOf(sections: UciSection[], devices: InterfaceDevices): Zone[] {
	const defaults = sections.find(({ type }) => type === 'defaults');
	const fallback = (option: string): Verdict =>
		verdict(defaults ? text(defaults, option) : '', 'drop');
	return sections
		.filter((each) => each.type === 'zone' && isOn(each, 'enabled', true))
		.map((zone) => ({
			name: text(zone, 'name'),
			devices: list(zone, 'network')
				.flatMap((network) => devices[network] ?? [])
				.concat(list(zone, 'device')),
			input: verdict(text(zone, 'input'), fallback('input')),
			output: verdict(text(zone, 'output'), fallback('output')),
			forward: verdict(text(zone, 'forward'), fallback('forward')),
			masq: isOn(zone, 'masq', false),
			mssFix: isOn(zone, 'mtu_fix', false),
		}));
}

/** 'tcp udp' → both; 'all' and '*' → any; the default of fw4 is tcp and udp. */
function protocols(rule: UciSection): string[] {
	const names = list(rule, 'proto').map((name) => name.toLowerCase());
	if (names.length === 0) return ['tcp', 'udp'];
	return names.flatMap((name) => (name === 'tcpudp' ? ['tcp', 'udp'] : [name]));
}

// firewall4 writes the names of ICMP messages with underscores where nft wants other words.
const ICMP_TYPES: Record<string, string> = {
	'neighbour-solicitation': 'nd-neighbor-solicit',
	'neighbour-advertisement': 'nd-neighbor-advert',
	'router-solicitation': 'nd-router-solicit',
	'router-advertisement': 'nd-router-advert',
	'packet-too-big': 'packet-too-big',
	'unknown-header-type': 'parameter-problem',
	'bad-header': 'parameter-problem',
};

/** 'echo-request' stays, '130/0' → '130': the code is left out. */
const icmpType = (name: string): string => ICMP_TYPES[name] ?? name.replace(/^(\d+)\/\d+$/, '$1');

/** The conditions of a rule about addresses. */
function addressMatches(rule: UciSection): string[] {
	return (['src', 'dest'] as const).flatMap((side) => {
		const addresses = list(rule, `${side}_ip`);
		if (addresses.length === 0) return [];
		const family = addresses[0]?.includes(':') ? 'ip6' : 'ip';
		return [`${family} ${side === 'src' ? 'saddr' : 'daddr'} ${braced(addresses)}`];
	});
}

/** One nft match per protocol of the rule; [''] when it is about any protocol. */
function protocolMatches(rule: UciSection): string[] {
	const family = text(rule, 'family');
	const prefix = family === 'ipv4' || family === 'ipv6' ? [`meta nfproto ${family}`] : [];
	const ports = (['src', 'dest'] as const)
		.map((side) => [side === 'src' ? 'sport' : 'dport', list(rule, `${side}_port`)] as const)
		.filter(([, values]) => values.length > 0);
	return protocols(rule).map((protocol) => {
		if (protocol === 'all' || protocol === 'any' || protocol === '*') return prefix.join(' ');
		if (protocol === 'icmp' || protocol === 'icmpv6' || protocol === 'ipv6-icmp') {
			const version = protocol === 'icmp' && family !== 'ipv6' ? 'icmp' : 'icmpv6';
			const types = list(rule, 'icmp_type').map(icmpType);
			const one = types.length > 0 ? `${version} type ${braced([...new Set(types)])}` : '';
			return [...prefix, one || `meta l4proto ${version === 'icmp' ? 'icmp' : 'ipv6-icmp'}`].join(
				' '
			);
		}
		const matches = ports.map(([port, values]) => `${protocol} ${port} ${braced(values)}`);
		return [...prefix, ...(matches.length > 0 ? matches : [`meta l4proto ${protocol}`])].join(' ');
	});
}

interface Rule {
	/** Zone or '*' or '' for the router itself. */
	src: string;
	dest: string;
	lines: string[];
}

function rulesOf(sections: UciSection[]): Rule[] {
	return sections
		.filter((each) => each.type === 'rule' && isOn(each, 'enabled', true))
		.map((rule) => {
			const dest = text(rule, 'dest');
			const target = verdict(text(rule, 'target'), 'drop');
			const way = dest === '' || dest === '*' ? jumpTo(target) : `jump ${target}_to_${dest}`;
			return {
				src: text(rule, 'src'),
				dest,
				lines: protocolMatches(rule).map((match) =>
					[match, ...addressMatches(rule), `counter ${way}`].filter((part) => part !== '').join(' ')
				),
			};
		});
}

const chain = (name: string, lines: string[]): string =>
	[`\tchain ${name} {`, ...lines.map((line) => `\t\t${line}`), '\t}', ''].join('\n');

const STATE = 'ct state vmap { established : accept, related : accept, invalid : drop }';

/** The chains of one zone; a verdict chain that is empty because no device is there does nothing. */
function zoneChains(zone: Zone, rules: Rule[], forwards: string[]): string[] {
	const { name, devices } = zone;
	const from = (word: Verdict): string[] =>
		devices.length > 0 ? [`iifname ${quoted(devices)} counter ${jumpTo(word)}`] : [];
	const to = (word: Verdict): string[] =>
		devices.length > 0 ? [`oifname ${quoted(devices)} counter ${jumpTo(word)}`] : [];
	const linesOf = (match: (rule: Rule) => boolean): string[] =>
		rules.filter(match).flatMap(({ lines }) => lines);
	const isFrom = ({ src }: Rule): boolean => src === name || src === '*';
	return [
		chain(`input_${name}`, [
			...linesOf((rule) => isFrom(rule) && rule.dest === ''),
			`jump ${zone.input}_from_${name}`,
		]),
		chain(`output_${name}`, [
			...linesOf(({ src, dest }) => src === '' && (dest === name || dest === '*')),
			`jump ${zone.output}_to_${name}`,
		]),
		chain(`forward_${name}`, [
			...linesOf((rule) => isFrom(rule) && rule.dest !== ''),
			...forwards.map((dest) => `jump accept_to_${dest}`),
			`jump ${zone.forward}_to_${name}`,
		]),
		...(['accept', 'reject', 'drop'] as const).flatMap((word) => [
			chain(`${word}_from_${name}`, from(word)),
			chain(`${word}_to_${name}`, to(word)),
		]),
	];
}

/** Sections of /etc/config/firewall and what devices there are → the ruleset of table inet fw4. */
export function rulesetOf(sections: UciSection[], devices: InterfaceDevices): Ruleset {
	const zones = zonesOf(sections, devices);
	const names = new Set(zones.map(({ name }) => name));
	const defaults = sections.find(({ type }) => type === 'defaults');
	const policy = (option: string): Verdict =>
		verdict(defaults ? text(defaults, option) : '', 'drop');
	const rules = rulesOf(sections).filter(
		({ dest }) => dest === '' || dest === '*' || names.has(dest)
	);
	const forwardings = sections
		.filter((each) => each.type === 'forwarding' && isOn(each, 'enabled', true))
		.map((each) => ({ src: text(each, 'src'), dest: text(each, 'dest') }))
		.filter(({ src, dest }) => names.has(src) && names.has(dest));
	const reached = zones.filter(({ devices: each }) => each.length > 0);
	const dispatch = (hook: 'input' | 'forward', zone: Zone): string =>
		`iifname ${quoted(zone.devices)} jump ${hook}_${zone.name}`;
	const base = (hook: string, word: Verdict): string =>
		`type filter hook ${hook} priority filter; policy ${word === 'accept' ? 'accept' : 'drop'};`;
	const end = (word: Verdict): string[] => (word === 'reject' ? ['jump handle_reject'] : []);
	const fixed = reached.filter(({ mssFix }) => mssFix).flatMap(({ devices: each }) => each);
	const masked = reached.filter(({ masq }) => masq).flatMap(({ devices: each }) => each);
	const mss = 'tcp flags & (syn | fin | rst) == syn tcp option maxseg size set rt mtu';
	const chains = [
		chain('handle_reject', [
			'meta l4proto tcp reject with tcp reset',
			'reject with icmpx type port-unreachable',
		]),
		...zones.flatMap((zone) =>
			zoneChains(
				zone,
				rules,
				forwardings.filter(({ src }) => src === zone.name).map(({ dest }) => dest)
			)
		),
		chain('input', [
			base('input', policy('input')),
			'iifname "lo" accept',
			STATE,
			...reached.map((zone) => dispatch('input', zone)),
			...end(policy('input')),
		]),
		chain('forward', [
			base('forward', policy('forward')),
			STATE,
			...reached.map((zone) => dispatch('forward', zone)),
			...end(policy('forward')),
		]),
		chain('output', [
			base('output', policy('output')),
			'oifname "lo" accept',
			STATE,
			...reached.map((zone) => `oifname ${quoted(zone.devices)} jump output_${zone.name}`),
			...end(policy('output')),
		]),
		chain('srcnat', [
			'type nat hook postrouting priority srcnat; policy accept;',
			...(masked.length > 0 ? [`oifname ${quoted(masked)} meta nfproto ipv4 masquerade`] : []),
		]),
		chain('mangle_forward', [
			'type filter hook forward priority mangle; policy accept;',
			...fixed.flatMap((device) => [`iifname "${device}" ${mss}`, `oifname "${device}" ${mss}`]),
		]),
	];
	const ignored = sections
		.filter(({ type }) => !KNOWN.has(type))
		.map(({ type, name }) => `${type} '${name}'`);
	const table = `table inet fw4 {\n${chains.join('\n')}}\n`;
	return { text: `table inet fw4\ndelete table inet fw4\n${table}`, ignored };
}
