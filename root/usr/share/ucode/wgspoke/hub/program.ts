// Which script makes a fresh server the hub, brings a running hub to what the network is now, or looks at one?
// The program is root/usr/share/wgspoke/hub.sh, whose text the caller hands over; here are its values.

import { is_six, parse_prefix } from '../base/prefix.ts';
import { comment_text, shell_word } from '../base/quote.ts';
import { network_text } from '../text/file.ts';
import { is_known, member_prefixes, usual_interface } from './members.ts';
import type { Hub } from '../model/fields.ts';
import type { Network } from '../model/network.ts';
import type { HubMember } from './members.ts';

/** What the hub's program can do. */
export type Task = 'install' | 'speak' | 'sync' | 'look' | 'answer';

/**
 * The program for one task: of its parts those under '# --- for install, sync ---' and the like that name the task; of
 * its head, 'interface=wg0', the values given. Without tabs: a shell into which it is pasted may take one as a wish
 * for completion. '@PROGRAM@' stands for the program that stays at the hub.
 */
export function print_program(program: string, task: Task, values: Record<string, string>): string {
	const given: Record<string, string> = { interface: usual_interface, ...values, task: task };
	const name_given = given['interface']!;
	const lines: string[] = [];
	let wanted = true;
	for (const line of split(program, '\n')) {
		const part = match(line, /^# --- for (.*) ---$/);
		if (part) wanted = index(split(part[1]!, ', '), task) >= 0;
		if (part || !wanted) continue;
		if (line == '@PROGRAM@') {
			push(lines, trim(print_program(program, 'answer', { interface: name_given })));
			continue;
		}
		const name = match(line, /^([a-z]+)=/)?.[1] ?? '';
		if (!exists(given, name)) {
			push(lines, replace(line, '\t', '  '));
			continue;
		}
		push(lines, name + '=' + shell_word(given[name]!));
		delete given[name];
	}
	for (const name of keys(given)) die(sprintf('hub.sh for %s: no "%s=" in its head', task, name));
	return join('\n', lines);
}

// 'KEY 192.168.151.2/32,192.168.2.0/24 Home A', a line for everyone whose key is known
function member_lines(members: HubMember[]): string {
	const known = filter(members, is_known);
	return join(
		'\n',
		map(known, (member) =>
			join(' ', [member.public_key, join(',', member_prefixes(member)), comment_text(member.name)])
		)
	);
}

// What the hub has to know of its peers. `gone`: keys that it is to forget.
function peer_values(
	members: HubMember[],
	hub_interface: string,
	gone: string[]
): Record<string, string> {
	const unknown = filter(members, (member) => !is_known(member));
	return {
		interface: hub_interface,
		members: member_lines(members),
		unknown: join(
			', ',
			map(unknown, (member) => comment_text(member.name))
		),
		gone: join(' ', gone),
	};
}

// The network as the hub hands it over, with what only the hub knows to be filled in; the token is a field of the file.
function handed_over(network: Network, hub: Partial<Hub>): string {
	const text = network_text({ ...network, hub: { ...network.hub, ports: '@PORTS@', ...hub } });
	return replace(text, '{', '{ "hub_token": "@TOKEN@",', 1);
}

// Further doors, and whether the hub answers the homes.
function answering_values(network: Network, silent?: boolean): Record<string, string> {
	return { ports: network.hub.ports, answering: silent ? 'no' : 'yes' };
}

/**
 * Makes a fresh server the hub. Its last line is to be pasted into this router. Its arguments may be the public
 * address (without one and without one in the network, the server's own is taken), --ports and --silent.
 */
export function hub_script(
	program: string,
	network: Network,
	members: HubMember[],
	hub_interface: string,
	silent?: boolean
): string {
	const hub = network.hub;
	const bits = parse_prefix(hub.subnet)?.bits ?? 24;
	let six = is_six(hub.address);
	for (const member of members) {
		for (const prefix of member_prefixes(member)) if (is_six(prefix)) six = true;
	}
	const settings = ['net.ipv4.ip_forward=1', 'net.ipv4.conf.all.send_redirects=0'];
	if (six) push(settings, 'net.ipv6.conf.all.forwarding=1');
	const text = handed_over(network, { public_key: '@KEY@', endpoint_host: '@HOST@' });
	return print_program(program, 'install', {
		...peer_values(members, hub_interface, []),
		address: hub.address + '/' + bits,
		port: sprintf('%d', hub.endpoint_port),
		endpoint: hub.endpoint_host,
		settings: join('\n', settings),
		tables: six ? 'iptables ip6tables' : 'iptables',
		network: replace(text, /"endpoint_port": *[0-9]+/, '"endpoint_port": "@PORT@"'),
		...answering_values(network, silent),
	});
}

/**
 * Has a hub that runs already answer the homes, and hear on further ports: no tunnel is touched. Its last line is to
 * be pasted into this router, for the token in it.
 */
export function speak_script(program: string, network: Network, hub_interface: string): string {
	return print_program(program, 'speak', {
		interface: hub_interface,
		network: handed_over(network, {}),
		...answering_values(network),
	});
}

/**
 * Brings a running hub to the whole intended state, its file and its tunnel, and drops nobody: peers that this
 * network does not know are told and stay, and what they have stays theirs. As root at the hub: `… | ssh hub sudo sh`
 */
export function sync_script(
	program: string,
	members: HubMember[],
	hub_interface: string,
	gone: string[]
): string {
	return print_program(program, 'sync', peer_values(members, hub_interface, gone));
}

/**
 * To be run as root at the hub; it reads only. Prints lines like 'hub <key> <port>', 'running <key> <prefix>,<prefix>',
 * 'written <key> <prefix>,<prefix>' (of wg0.conf), 'route <prefix>' and 'forwarding 1'; all of them: docs/hub.md.
 */
export function look_command(program: string, hub_interface: string): string {
	return print_program(program, 'look', { interface: hub_interface });
}
