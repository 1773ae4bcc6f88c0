// How do the machines with wg-quick come up: the hub in the cloud, the laptop and the phone?
// Each has a private /etc/wireguard with its wg0.conf, as on a Debian machine.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAnswering } from './answering.ts';
import { LAB_PATH } from '../system/programs.ts';
import { must, type Executor, type Space } from './space.ts';
import { INTERNET_ADDRESS } from './topology.ts';
import { waitFor } from './wait.ts';
import { throughPipe, type RunOptions, type RunResult } from '../system/run.ts';

// wg-quick hands DNS servers to resolvconf, which Debian does not bring along and which would edit the
// machine's own files. This one writes down what it was told, in the private /run.
const RESOLVCONF = `#!/bin/sh
case "$1" in
-a) cat > "/run/resolvconf.$2" ;;
-d) rm -f "/run/resolvconf.$2" ;;
esac
`;

/** A machine with a wg0 of wg-quick. */
export class WgQuickMachine implements Executor {
	readonly name: string;
	/** What its wg0.conf says. */
	readonly conf: string;
	readonly space: Space;
	private readonly folder: string;

	constructor(space: Space, conf: string, labFolder: string) {
		this.name = space.name;
		this.space = space;
		this.conf = conf;
		this.folder = join(labFolder, space.name);
	}

	exec(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
		return this.space.exec(argv, { ...options, env: { ...this.env(), ...options.env } });
	}

	/** Programs of its own, before those of the machine. */
	protected get bin(): string {
		return join(this.folder, 'bin');
	}

	private env(): Record<string, string> {
		return { PATH: `${this.bin}:${LAB_PATH}`, HOME: '/root', LANG: 'C.UTF-8' };
	}

	/** Puts wg0.conf in its place, of a machine before it on the same space too, and starts the tunnel. */
	async start(): Promise<void> {
		const wireguard = join(this.folder, 'wireguard');
		mkdirSync(this.bin, { recursive: true });
		mkdirSync(wireguard, { mode: 0o700, recursive: true });
		writeFileSync(join(wireguard, 'wg0.conf'), this.conf, { mode: 0o600 });
		writeFileSync(join(this.bin, 'resolvconf'), RESOLVCONF, { mode: 0o755 });
		await must(this.space, ['mount', '--bind', wireguard, '/etc/wireguard']);
		await this.up();
	}

	/** Starts the tunnel from wg0.conf as it is now. */
	async up(): Promise<void> {
		await must(this, ['wg-quick', 'up', 'wg0']);
	}

	async down(): Promise<void> {
		await must(this, ['wg-quick', 'down', 'wg0']);
	}

	/** Forgets what was told to the running tunnel: its peers are those of wg0.conf again. */
	async restart(): Promise<void> {
		await this.down();
		await this.up();
	}

	/** As at the beginning, where somebody has changed its wg0.conf since. */
	async restore(): Promise<void> {
		const file = join(this.folder, 'wireguard', 'wg0.conf');
		if (readFileSync(file, 'utf8') === this.conf) return;
		await this.down();
		writeFileSync(file, this.conf, { mode: 0o600 });
		await this.up();
	}

	/** Waits until it has an answer from the address. */
	async waitForPing(address: string): Promise<void> {
		const ping = ['ping', '-c', '1', '-W', '1', '-q', address];
		await waitFor(async () => (await this.exec(ping)).code === 0, {
			what: `${address} to answer ${this.name}`,
			deadline: 60_000,
		});
	}

	/** Unix time of the last handshake with a peer; 0 for never. */
	async latestHandshake(publicKey: string): Promise<number> {
		const lines = (await must(this, ['wg', 'show', 'wg0', 'latest-handshakes'])).split('\n');
		const line = lines.find((each) => each.startsWith(publicKey));
		return Number(line?.split('\t')[1] ?? 0);
	}
}

/** The relay server. */
export class Hub extends WgQuickMachine {
	private readonly internet: Space;

	constructor(space: Space, internet: Space, conf: string, labFolder: string) {
		super(space, conf, labFolder);
		this.internet = internet;
	}

	/** Runs what `wgspoke hub --speak` prints: it answers the homes from now on. Returns what the script printed. */
	answerHomes(script: string): Promise<string> {
		return startAnswering(this, this.bin, script);
	}

	/** Pulls its cable: from now on it answers nobody. */
	async unplug(): Promise<void> {
		await must(this.internet, ['ip', 'link', 'set', 'hub', 'down']);
	}

	async plugIn(): Promise<void> {
		await must(this.internet, ['ip', 'link', 'set', 'hub', 'up']);
	}

	/** Its provider gives it another address, as after a night: the old one answers nobody any more. */
	async moveTo(address: string): Promise<void> {
		const commands = ['addr flush dev eth0', `addr add ${address}/24 dev eth0`];
		commands.push(`route replace default via ${INTERNET_ADDRESS}`);
		await must(this.space, ['ip', '-batch', '-'], { stdin: `${commands.join('\n')}\n` });
	}

	/** Lets a peer in on the running tunnel, as its owner would: `[Peer]` lines on standard input. */
	async addPeer(block: string): Promise<void> {
		await must(this, throughPipe(['wg', 'addconf', 'wg0', '/dev/stdin']), { stdin: block });
	}
}
