// What does the development router's /etc/config look like on its first day?
// As OpenWrt's config_generate and firewall4 leave it, with a static WAN instead of DHCP.
import { parseConfig, printConfig } from '../ucode/uci-file.ts';

export interface FirstDay {
	hostName: string;
	/** Without mask: '192.168.2.1'. */
	lanAddress: string;
	lanDevice: string;
	wanDevice: string;
	/** With mask. */
	wanAddress: string;
	wanGateway: string;
}

const network = (day: FirstDay): string => `
config interface 'loopback'
	option device 'lo'
	option proto 'static'
	list ipaddr '127.0.0.1/8'

config device
	option name 'br-lan'
	option type 'bridge'
	list ports '${day.lanDevice}'

config interface 'lan'
	option device 'br-lan'
	option proto 'static'
	list ipaddr '${day.lanAddress}/24'

config interface 'wan'
	option device '${day.wanDevice}'
	option proto 'static'
	option ipaddr '${day.wanAddress}'
	option gateway '${day.wanGateway}'
`;

const rule = (name: string, options: string, icmpTypes = ''): string =>
	[
		'config rule',
		`option name '${name}'`,
		"option src 'wan'",
		...options.split(' ').map((each) => `option ${each.replace('=', ' ')}`),
		...icmpTypes.split(' ').flatMap((type) => (type === '' ? [] : [`list icmp_type '${type}'`])),
		"option target 'ACCEPT'",
	].join('\n\t');

const ERRORS6 =
	'echo-request echo-reply destination-unreachable packet-too-big time-exceeded bad-header unknown-header-type';
const NEIGHBOURS6 =
	'router-solicitation neighbour-solicitation router-advertisement neighbour-advertisement';

const FIREWALL = `
config defaults
	option syn_flood '1'
	option input 'REJECT'
	option output 'ACCEPT'
	option forward 'REJECT'

config zone
	option name 'lan'
	list network 'lan'
	option input 'ACCEPT'
	option output 'ACCEPT'
	option forward 'ACCEPT'

config zone
	option name 'wan'
	list network 'wan'
	list network 'wan6'
	option input 'REJECT'
	option output 'ACCEPT'
	option forward 'DROP'
	option masq '1'
	option mtu_fix '1'

config forwarding
	option src 'lan'
	option dest 'wan'

${rule('Allow-DHCP-Renew', 'proto=udp dest_port=68 family=ipv4')}

${rule('Allow-Ping', 'proto=icmp icmp_type=echo-request family=ipv4')}

${rule('Allow-IGMP', 'proto=igmp family=ipv4')}

${rule('Allow-DHCPv6', 'proto=udp dest_port=546 family=ipv6')}

${rule('Allow-MLD', 'proto=icmp src_ip=fe80::/10 family=ipv6', '130/0 131/0 132/0 143/0')}

${rule('Allow-ICMPv6-Input', 'proto=icmp limit=1000/sec family=ipv6', `${ERRORS6} ${NEIGHBOURS6}`)}

${rule('Allow-ICMPv6-Forward', 'dest=* proto=icmp limit=1000/sec family=ipv6', ERRORS6)}

${rule('Allow-IPSec-ESP', 'dest=lan proto=esp')}

${rule('Allow-ISAKMP', 'dest=lan dest_port=500 proto=udp')}
`;

const DHCP = `
config dnsmasq
	option domainneeded '1'
	option rebind_protection '1'
	option local '/lan/'
	option domain 'lan'

config dhcp 'lan'
	option interface 'lan'
	option start '100'
	option limit '150'
	option leasetime '12h'

config dhcp 'wan'
	option interface 'wan'
	option ignore '1'
`;

const system = (day: FirstDay): string => `
config system
	option hostname '${day.hostName}'
	option timezone 'UTC'

config timeserver 'ntp'
	list server '0.openwrt.pool.ntp.org'
`;

const RPCD = `
config rpcd
	option socket '/var/run/ubus/ubus.sock'
	option timeout '30'

config login
	option username 'root'
	option password '$p$root'
	list read '*'
	list write '*'
`;

/** Path below the root → text, in the form that `uci commit` writes. */
export function firstConfigs(day: FirstDay): Record<string, string> {
	const texts = {
		network: network(day),
		firewall: FIREWALL,
		dhcp: DHCP,
		system: system(day),
		rpcd: RPCD,
	};
	return Object.fromEntries(
		Object.entries(texts).map(([name, text]) => [
			`etc/config/${name}`,
			printConfig(parseConfig(text, name)),
		])
	);
}
