// Which machines does the lab have, and which cable goes where?
//
//                              internet (routes, no NAT, no way out)
//        br-cloud 203.0.113.254/24 ─┬─ to-a 198.51.100.1 ─┬─ to-b 192.0.2.1 ─┬─ br-mobile 100.64.0.1/24
//                  │                │                     │                  ├── eth0 100.64.0.4 laptop
//                  │                │                     │                  └── eth0 100.64.0.5 phone
//        eth0 203.0.113.1     eth1 198.51.100.2     eth1 192.0.2.2
//                 hub          gateway A             gateway B
//      wg0 192.168.151.1/24   eth0 192.168.2.1/24   eth0 192.168.4.1/24
//           port 24356              │                     │
//                             switch: lan-a         switch: lan-b
//                                   │                     │
//                        eth0 192.168.2.100    eth0 192.168.4.100
//                              host A                host B          (no WireGuard on either)
//
// A gateway sets its own addresses; everybody else gets them here.
import { must, type Space } from './space.ts';

export type HomeName = 'homeA' | 'homeB';

export interface Wan {
	/** Address of the gateway with mask. */
	address: string;
	/** The provider's end. */
	gateway: string;
}

/** What a gateway's driver has to know to set up its router. */
export interface HomePlan {
	name: HomeName;
	letter: 'a' | 'b';
	/** The router's LAN address without mask; its LAN is the /24 around it. */
	lanAddress: string;
	/** Device of the LAN in the gateway's namespace, and that of the WAN. */
	lanDevice: 'eth0';
	wanDevice: 'eth1';
	wan: Wan;
}

export const HOMES: Record<HomeName, HomePlan> = {
	homeA: {
		name: 'homeA',
		letter: 'a',
		lanAddress: '192.168.2.1',
		lanDevice: 'eth0',
		wanDevice: 'eth1',
		wan: { address: '198.51.100.2/24', gateway: '198.51.100.1' },
	},
	homeB: {
		name: 'homeB',
		letter: 'b',
		lanAddress: '192.168.4.1',
		lanDevice: 'eth0',
		wanDevice: 'eth1',
		wan: { address: '192.0.2.2/24', gateway: '192.0.2.1' },
	},
};

/** Where a machine in the internet itself answers, next to the hub. */
export const INTERNET_ADDRESS = '203.0.113.254';

export const FIRST_HOST = 100;

/** '192.168.2.1', 100 → '192.168.2.100'. */
export function hostAddress(lanAddress: string, number: number): string {
	return `${lanAddress.slice(0, lanAddress.lastIndexOf('.'))}.${String(number)}`;
}

/** Runs several `ip` commands in one go. */
async function ipBatch(space: Space, commands: string[]): Promise<void> {
	await must(space, ['ip', '-batch', '-'], { stdin: `${commands.join('\n')}\n` });
}

/** A cable between two spaces: a pair of veth devices, named at each end. */
function cable(from: Space, device: string, to: Space, otherDevice: string): string {
	const ends = [String(from.pid), String(to.pid)];
	return `link add ${device} netns ${ends[0] ?? ''} type veth peer name ${otherDevice} netns ${ends[1] ?? ''}`;
}

export interface Machines {
	internet: Space;
	switch: Space;
	hub: Space;
	laptop: Space;
	phone: Space;
	gateways: Record<HomeName, Space>;
	/** The hosts of each home, the first being .100. */
	hosts: Record<HomeName, Space[]>;
}

/** Address, link and default route of a machine with one cable. */
function plainMachine(address: string, gateway: string): string[] {
	return [`addr add ${address} dev eth0`, 'link set eth0 up', `route add default via ${gateway}`];
}

/** The phone leaves the mobile network for a Wi-Fi: another device, another address, another network. */
export async function roam(
	{ phone, internet }: Pick<Machines, 'phone' | 'internet'>,
	outside: (commands: string[]) => Promise<void>
): Promise<void> {
	await outside([cable(phone, 'wifi0', internet, 'wifi')]);
	await ipBatch(internet, ['addr add 100.65.0.1/24 dev wifi', 'link set wifi up']);
	await ipBatch(phone, [
		'link set eth0 down',
		'addr add 100.65.0.7/24 dev wifi0',
		'link set wifi0 up',
		'route add default via 100.65.0.1',
	]);
}

/** Pulls all cables. `outside` runs `ip` in the machine's own namespace, where nothing is created. */
export async function connect(
	machines: Machines,
	outside: (commands: string[]) => Promise<void>
): Promise<void> {
	const { internet, hub, laptop, phone } = machines;
	const homes = Object.values(HOMES);
	await outside([
		cable(hub, 'eth0', internet, 'hub'),
		cable(laptop, 'eth0', internet, 'laptop'),
		cable(phone, 'eth0', internet, 'phone'),
		...homes.flatMap(({ name, letter, lanDevice, wanDevice }) => [
			cable(machines.gateways[name], wanDevice, internet, `to-${letter}`),
			cable(machines.gateways[name], lanDevice, machines.switch, `gw-${letter}`),
			...machines.hosts[name].map((host, i) =>
				cable(host, 'eth0', machines.switch, `h${String(i)}-${letter}`)
			),
		]),
	]);
	const port = (device: string, bridge: string): string => `link set ${device} master ${bridge} up`;
	await Promise.all([
		ipBatch(internet, [
			'link add br-cloud type bridge',
			'link add br-mobile type bridge',
			port('hub', 'br-cloud'),
			port('laptop', 'br-mobile'),
			port('phone', 'br-mobile'),
			'addr add 203.0.113.254/24 dev br-cloud',
			'addr add 100.64.0.1/24 dev br-mobile',
			'link set br-cloud up',
			'link set br-mobile up',
			...homes.flatMap(({ letter, wan }) => [
				`addr add ${wan.gateway}/24 dev to-${letter}`,
				`link set to-${letter} up`,
			]),
		]),
		must(internet, ['sysctl', '-qw', 'net.ipv4.ip_forward=1']),
		ipBatch(
			machines.switch,
			homes.flatMap(({ name, letter }) => [
				`link add lan-${letter} type bridge`,
				port(`gw-${letter}`, `lan-${letter}`),
				...machines.hosts[name].map((_, i) => port(`h${String(i)}-${letter}`, `lan-${letter}`)),
				`link set lan-${letter} up`,
			])
		),
		ipBatch(hub, plainMachine('203.0.113.1/24', '203.0.113.254')),
		ipBatch(laptop, plainMachine('100.64.0.4/24', '100.64.0.1')),
		ipBatch(phone, plainMachine('100.64.0.5/24', '100.64.0.1')),
		...homes.flatMap(({ name, lanAddress }) =>
			machines.hosts[name].map((host, i) =>
				ipBatch(host, plainMachine(`${hostAddress(lanAddress, FIRST_HOST + i)}/24`, lanAddress))
			)
		),
	]);
}
