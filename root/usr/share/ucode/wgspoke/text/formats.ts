// What is a text that has no section of WireGuard in it, and where is the file that is meant?
// One row a format: how it is called, the beginnings of lines by which it is known, and the way on, as keys of `terms`.

import { key_fault } from '../base/names.ts';
import { finding } from '../words/findings.ts';
import { term } from '../words/terms.ts';
import { plain_lines, unquoted_line } from './plain.ts';
import type { Finding } from '../words/findings.ts';
import type { TermKey } from '../words/terms.ts';

export interface Format {
	title: TermKey;
	way: TermKey;
	/** Beginnings of lines, in small letters, blanks as one: any of `some` is enough, of `all` each has to be there. */
	some: string[];
	all?: string[];
}

/** More lines than these are not looked at: a format shows itself at the beginning. */
const lines_looked_at = 200;

const blanks = /[ \t]+/g;

/** The narrower of two that know the same text stands first. */
export const formats: Format[] = [
	{
		// A keyfile of NetworkManager: /etc/NetworkManager/system-connections/*.nmconnection.
		title: 'format_networkmanager',
		way: 'way_hub_file',
		some: ['[wireguard-peer.', 'type=wireguard', 'type = wireguard'],
	},
	{
		// networkctl's .netdev and .network, see systemd.netdev(5).
		title: 'format_networkd',
		way: 'way_hub_file',
		some: ['[netdev]', '[wireguard]', '[wireguardpeer]'],
	},
	{
		title: 'format_uci',
		way: 'way_uci',
		some: [
			...["config interface '", 'config interface "', 'config wireguard_', 'package network'],
			...['network.@wireguard_', "config 'interface'", 'config interface wg'],
		],
	},
	{ title: 'format_uci', way: 'way_uci', some: [], all: ['config ', 'option '] },
	// What `uci show network` prints.
	{ title: 'format_uci', way: 'way_uci', some: ['network.'] },
	{
		title: 'format_routeros',
		way: 'way_routeros',
		some: [
			...['/interface/wireguard', '/interface wireguard', 'add allowed-address=', '# software id'],
			...['add listen-port=', '/ip address', '/ip/address', '/ip route', '/export', '[admin@'],
		],
	},
	{
		// `wg show`; its [#] lines are those of wg-quick up.
		title: 'format_wg_show',
		way: 'way_hub_file',
		some: ['[#] ip ', '[#] wg '],
	},
	{ title: 'format_wg_show', way: 'way_hub_file', some: [], all: ['interface: ', 'peer: '] },
	{ title: 'format_wg_show', way: 'way_hub_file', some: [], all: ['peer: ', 'allowed ips: '] },
	{
		title: 'format_commands',
		way: 'way_hub_file',
		some: [
			...['wg set ', 'sudo wg ', 'ip link add ', 'sudo ip link ', 'ip address add ', '#!/'],
			...['uci set ', 'wg genkey', 'wg-quick up', 'sudo wg-quick'],
		],
	},
	{
		title: 'format_vyos',
		way: 'way_hub_file',
		some: ['set interfaces wireguard', 'set protocols static', 'wireguard wg0 {', 'interfaces {'],
	},
	{
		title: 'format_keenetic',
		way: 'way_hub_file',
		some: ['interface wireguard', 'wireguard peer ', 'wireguard private-key'],
	},
	{
		title: 'format_openvpn',
		way: 'way_other_vpn',
		some: ['<ca>', '<tls-auth>', '<tls-crypt>', 'dev tun', 'auth-user-pass', 'remote-cert-tls'],
	},
	{ title: 'format_openvpn', way: 'way_other_vpn', some: [], all: ['client', 'remote '] },
	{
		title: 'format_ipsec',
		way: 'way_other_vpn',
		some: ['conn %default', 'config setup', 'vpncfg {', 'ike_forward_rules'],
	},
	{
		title: 'format_tailscale',
		way: 'way_other_vpn',
		some: ['tailscale up', 'sudo tailscale', 'zerotier-cli', 'tskey-'],
	},
	{
		title: 'format_compose',
		way: 'way_compose',
		some: ['services:', 'docker run', 'sudo docker', 'volumes:', 'version: "3', "version: '3"],
	},
	{
		title: 'format_proxy',
		way: 'way_hub_file',
		some: [
			...['proxies:', 'proxy-groups:', 'mixed-port:', '- name:', '- {name:', '- {"name":'],
			...['"outbounds"', '"endpoints"', '"inbounds"', '"secretkey"', '"private_key"', '"peers"'],
			...[
				'{"outbounds"',
				'{"endpoints"',
				'{ "outbounds"',
				'section-name = ',
				'[general]',
				'[proxy]',
			],
		],
	},
	{
		title: 'format_link',
		way: 'way_link',
		some: [
			...[
				'vpn://',
				'wireguard://',
				'wg://',
				'awg://',
				'vless://',
				'vmess://',
				'ss://',
				'trojan://',
			],
			...['hysteria2://', 'tuic://', 'sn://'],
		],
	},
	{
		title: 'format_web',
		way: 'way_hub_file',
		some: ['<!doctype html', '<html', 'https://', 'http://'],
	},
	{
		title: 'format_backup',
		way: 'way_hub_file',
		some: ['<?xml', '<opnsense', '<pfsense', '**** fritz!box'],
	},
	{ title: 'format_json', way: 'way_hub_file', some: ['{', '[{'] },
	{ title: 'format_secret', way: 'way_hub_file', some: ['-----begin'] },
];

// The beginnings that any of the lines has.
function begins(lines: string[], start: string): boolean {
	for (const line of lines) if (index(line, start) == 0) return true;
	return false;
}

function is_of(format: Format, lines: string[]): boolean {
	for (const start of format.some) if (begins(lines, start)) return true;
	if (format.all == null) return false;
	for (const start of format.all) if (!begins(lines, start)) return false;
	return true;
}

function told(title: TermKey, way: TermKey): Finding {
	return finding('other-format', { what: term(title), way: term(way) }, 'text', 1);
}

/** What a text without sections is; null when it cannot be told. */
export function format_finding(text: string): Finding | null {
	if (key_fault(trim(text)) == '') return told('format_key', 'way_hub_file');
	const lines: string[] = [];
	for (const raw of plain_lines(text)) {
		const line = lc(replace(trim(unquoted_line(raw)), blanks, ' '));
		if (line != '' && length(lines) < lines_looked_at) push(lines, line);
	}
	for (const format of formats) if (is_of(format, lines)) return told(format.title, format.way);
	return null;
}
