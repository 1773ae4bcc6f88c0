// Who answers a ping, and does a name server answer? Asks all at once, within seconds; never inside rpcd.

import { quote, run, run_script } from '../base/shell.ts';
import type { Burst, Known, Verdict } from '../model/facts.ts';

/** Pings run side by side in groups of this many. */
const GROUP = 32;

/** After this many seconds no further group is begun; what is left stays `not checked`. */
const LIMIT = 10;

/** How many pings a burst has. */
const burst = 20;

export interface Target {
	address: string;
	/** Address of this router to ping from; '' for the tunnel's own. */
	source: string;
	/** Bytes of the packet as it travels; left out for a small one. */
	size?: number;
}

export interface Pings {
	/** Keys of the targets that were pinged. */
	asked: Record<string, boolean>;
	/** Key → milliseconds for those that answered. */
	answered: Record<string, number>;
}

/** One ping of a group: prints `<key> <average rtt in ms>` when something answered. */
function ping_line(key: string, target: Target): string {
	const args = ['ping', '-c', '2', '-W', '1', '-q'];
	if (target.source != '') push(args, '-I', target.source);
	if (target.size != null) {
		// 20 bytes of IPv4 or 40 of IPv6, and 8 of the ping itself.
		push(args, '-s', '' + (target.size - (index(target.address, ':') >= 0 ? 48 : 28)));
	}
	push(args, target.address);
	// busybox: `round-trip min/avg/max = a/b/c ms`; iputils: `rtt min/avg/max/mdev = a/b/c/d ms`.
	const pick = 's|^.* = [0-9.]*/\\([0-9.]*\\)/.*|' + key + ' \\1|p';
	return quote(args) + ' 2>/dev/null </dev/null | ' + quote(['sed', '-n', pick]) + ' &\n';
}

/** Pings every target; key → milliseconds for those that answered. What was not asked is not in `asked`. */
export function ping_all(targets: Record<string, Target>): Pings {
	const asked: Record<string, boolean> = {};
	const answered: Record<string, number> = {};
	const begin = clock(true)[0];
	const order = filter(keys(targets), (key) => targets[key]!.address != '');
	for (let at = 0; at < length(order) && clock(true)[0] - begin < LIMIT; at += GROUP) {
		let script = '';
		for (const key of slice(order, at, at + GROUP)) {
			script += ping_line(key, targets[key]!);
			asked[key] = true;
		}
		for (const line of split(run_script(script + 'wait\n').text, '\n')) {
			const field = match(line, /^([a-z0-9]+) ([0-9.]+)/);
			if (field) answered[field[1]!] = +field[2]!;
		}
	}
	return { asked: asked, answered: answered };
}

/** 192.168.151.1, 1420 → twenty pings of 1420 bytes as they travel, each as the last one is answered, for four seconds. */
function burst_line(address: string, size: number): string {
	// 20 bytes of IPv4 or 40 of IPv6, and 8 of the ping itself.
	const data = size - (index(address, ':') >= 0 ? 48 : 28);
	// busybox takes whole seconds alone between two pings.
	const args = ['ping', '-q', '-A', '-c', '' + burst, '-w', '4', '-W', '1'];
	push(args, '-s', '' + data, address);
	return quote(args) + ' 2>/dev/null </dev/null';
}

/** '20 packets transmitted, 13 packets received' (busybox), '20 packets transmitted, 13 received' (iputils) → 13 */
export function received_of(text: string): Known<number> {
	const field = match(text, /packets transmitted, ([0-9]+) (packets )?received/);
	return field ? int(field[1]!) : null;
}

/** A burst to each, side by side; null where `ping` did not tell. An address '' is not asked. */
export function bursts_to(addresses: string[], size: number): Known<Burst>[] {
	let script = '';
	for (let i = 0; i < length(addresses); i++) {
		if (addresses[i] == '') continue;
		const pick = quote(['sed', '-n', '/packets transmitted/s/^/' + i + ' /p']);
		script += burst_line(addresses[i]!, size) + ' | ' + pick + ' &\n';
	}
	const found: Known<Burst>[] = map(addresses, () => null);
	for (const line of split(run_script(script + 'wait\n').text, '\n')) {
		const place = match(line, /^([0-9]+) /)?.[1];
		const received = received_of(line);
		if (place == null || received == null) continue;
		const sent = int(match(line, /([0-9]+) packets transmitted/)![1]!);
		found[int(place)] = { size: size, sent: sent, received: received };
	}
	return found;
}

/** Asks a name server anything: "no such name" is an answer, too. Waits two seconds at most. */
export function ask_dns(address: string): Verdict {
	// Both nslookups name the server only once it has answered.
	const asked = run(['nslookup', '-timeout=2', '-retry=1', 'localhost', address]);
	return index(asked.text, 'Server:') >= 0 ? 'yes' : 'no';
}
