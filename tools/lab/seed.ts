// What are the files of the network that the product serves first?
// The hub's wg0.conf, a home gateway's and a roaming device's configuration, word for word as their
// owner published them; only the placeholders in <…> are filled in, with keys made for one lab.
import { must, type Executor } from './space.ts';

export interface KeyPair {
	privateKey: string;
	publicKey: string;
}

export type Member = 'hub' | 'homeA' | 'homeB' | 'laptop' | 'phone';

export type SeedKeys = Record<Member, KeyPair>;

export const HUB_PUBLIC_ADDRESS = '203.0.113.1';

const HUB_CONF = `[Interface]
Address = 192.168.151.1/24
ListenPort = 24356
PrivateKey = <服务器私钥>
# 启用IP转发
PostUp = sysctl -w net.ipv4.ip_forward=1
# 配置iptables规则允许转发和NAT
PostUp = iptables -A FORWARD -i %i -j ACCEPT; iptables -A FORWARD -o %i -j ACCEPT; iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
PostDown = iptables -D FORWARD -i %i -j ACCEPT; iptables -D FORWARD -o %i -j ACCEPT; iptables -t nat -D POSTROUTING -o eth0 -j MASQUERADE
[Peer] # 家庭网络A的路由器
PublicKey = <路由器A的公钥>
AllowedIPs = 192.168.151.2/32, 192.168.2.0/24
[Peer] # 家庭网络B的路由器
PublicKey = <路由器B的公钥>
AllowedIPs = 192.168.151.3/32, 192.168.4.0/24
[Peer] # 笔记本电脑
PublicKey = <笔记本的公钥>
AllowedIPs = 192.168.151.4/32
`;

const GATEWAY_CONF = `[Interface]
PrivateKey = <路由器私钥>
Address = <VPN地址>/24
[Peer]
PublicKey = <服务器公钥>
Endpoint = <服务器公网IP>:24356
AllowedIPs = 192.168.151.0/24, <另一个家>
PersistentKeepalive = 25
`;

const MOBILE_CONF = `[Interface]
PrivateKey = <设备私钥>
Address = <VPN地址>/24
DNS = 192.168.151.1
[Peer]
PublicKey = <服务器公钥>
Endpoint = <服务器IP>:24356
AllowedIPs = 192.168.151.0/24, 192.168.2.0/24, 192.168.4.0/24
PersistentKeepalive = 25
`;

/** 'a <x> b', {x: '1'} → 'a 1 b'. Throws when a placeholder has no value. */
export function fill(text: string, values: Record<string, string>): string {
	return text.replace(/<([^>]+)>/g, (_, name: string) => {
		const value = values[name];
		if (value === undefined) throw new Error(`The seed's placeholder <${name}> has no value.`);
		return value;
	});
}

/** Makes a key pair with the real tool. The private key passes through a pipe, never a command line. */
export async function makeKeyPair(where: Executor): Promise<KeyPair> {
	const privateKey = (await must(where, ['wg', 'genkey'])).trim();
	const publicKey = (await must(where, ['wg', 'pubkey'], { stdin: `${privateKey}\n` })).trim();
	return { privateKey, publicKey };
}

export async function makeSeedKeys(where: Executor): Promise<SeedKeys> {
	const [hub, homeA, homeB, laptop, phone] = await Promise.all([
		makeKeyPair(where),
		makeKeyPair(where),
		makeKeyPair(where),
		makeKeyPair(where),
		makeKeyPair(where),
	]);
	return { hub, homeA, homeB, laptop, phone };
}

/** The hub's /etc/wireguard/wg0.conf. */
export function hubConf(keys: SeedKeys): string {
	return fill(HUB_CONF, {
		服务器私钥: keys.hub.privateKey,
		路由器A的公钥: keys.homeA.publicKey,
		路由器B的公钥: keys.homeB.publicKey,
		笔记本的公钥: keys.laptop.publicKey,
	});
}

const GATEWAYS = {
	homeA: { VPN地址: '192.168.151.2', 另一个家: '192.168.4.0/24' },
	homeB: { VPN地址: '192.168.151.3', 另一个家: '192.168.2.0/24' },
};

/** What the seed gives a home gateway to paste. */
export function gatewayConf(keys: SeedKeys, home: 'homeA' | 'homeB'): string {
	return fill(GATEWAY_CONF, {
		...GATEWAYS[home],
		路由器私钥: keys[home].privateKey,
		服务器公钥: keys.hub.publicKey,
		服务器公网IP: HUB_PUBLIC_ADDRESS,
	});
}

const MOBILES = { laptop: '192.168.151.4', phone: '192.168.151.5' };

/** What the seed gives a roaming device. */
export function mobileConf(keys: SeedKeys, device: 'laptop' | 'phone'): string {
	return fill(MOBILE_CONF, {
		VPN地址: MOBILES[device],
		设备私钥: keys[device].privateKey,
		服务器公钥: keys.hub.publicKey,
		服务器IP: HUB_PUBLIC_ADDRESS,
	});
}
