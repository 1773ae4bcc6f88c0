// How does a whole lab start and end? One call builds internet, hub and two homes; whatever happens
// afterwards (success, failure, Ctrl-C, kill), nothing of it stays on the machine.
import { join } from 'node:path';
import { devDriver, nodeCommand } from './dev.ts';
import { HomeForwarder } from './forwarder.ts';
import type { Driver, Gateway } from './gateway.ts';
import { Hub, WgQuickMachine } from './hub.ts';
import { checkRequirements } from './requirements.ts';
import { LAB_PATH } from '../system/programs.ts';
import { makeRunDir, sweepStaleRuns, type RunDir } from './rundir.ts';
import { lastLine, run } from '../system/run.ts';
import { gatewayConf, hubConf, makeSeedKeys, mobileConf, type SeedKeys } from './seed.ts';
import { Space, type Executor } from './space.ts';
import {
	HOMES,
	INTERNET_ADDRESS,
	connect,
	roam,
	type HomeName,
	type Machines,
} from './topology.ts';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const NAME_SERVER = fileURLToPath(new URL('nameserver.ts', import.meta.url));
const WEB_SERVER = fileURLToPath(new URL('webserver.ts', import.meta.url));

export interface LabOptions {
	/** What the gateways are made of; the development router without one. */
	driver?: Driver | undefined;
	/** Hosts per home, the first being .100. */
	hosts?: number;
	/** Echo every command with the machine it runs in to standard error. */
	verbose?: boolean;
	/** Start without the hub's tunnel, for what happens when there is none. */
	hubOff?: boolean;
}

export interface Home {
	gateway: Gateway;
	/** The first device at home, 192.168.x.100: it has no WireGuard. */
	host: Executor;
	hosts: Executor[];
	/** The configuration that the hub's owner gives this home, to be pasted. */
	conf: string;
	/** A port on the loopback of this machine that leads to the gateway's pages, for a browser. */
	openPort(): Promise<number>;
}

export interface Lab {
	/** Unique on this machine; part of every host name. */
	id: string;
	folder: string;
	keys: SeedKeys;
	internet: Executor;
	hub: Hub;
	homeA: Home;
	homeB: Home;
	laptop: WgQuickMachine;
	phone: WgQuickMachine;
	/** The command that runs another command in each machine, for a person. */
	shells(): { name: string; command: string }[];
	/** The hub answers nobody any more; hubUp undoes it. */
	hubDown(): Promise<void>;
	hubUp(): Promise<void>;
	/**
	 * Starts a name server in the internet that knows these names, has both gateways ask it and nobody else, and
	 * returns what changes the names. What is started once serves to the end.
	 */
	nameServer(table: Record<string, string>): Promise<Names>;
	/** Serves a folder of this machine in the internet; its address there, 'http://…'. */
	webServer(folder: string): Promise<string>;
	/** The phone goes from its mobile network, 100.64.0.5, into a Wi-Fi, 100.65.0.7, for good. */
	phoneRoams(): Promise<void>;
	/** Stops everything and removes the files. May be called twice. */
	stop(): Promise<void>;
}

/** What the lab's name server knows. */
export interface Names {
	/** From now on the name has this address, or none. */
	set(name: string, address: string | null): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Everything that a lab holds, so that it can be let go from any state. */
class Holdings {
	readonly dir: RunDir;
	private readonly spaces: Space[] = [];
	private readonly closers: (() => Promise<void>)[] = [];
	private stopping: Promise<void> | null = null;
	private readonly onExit = (): void => {
		for (const space of this.spaces) space.kill();
		this.dir.remove();
	};
	private readonly onSignal = (signal: (typeof SIGNALS)[number]): void => {
		void this.stop().finally(() => process.exit(SIGNAL_CODES[signal]));
	};

	constructor(dir: RunDir) {
		this.dir = dir;
		process.once('exit', this.onExit);
		for (const signal of SIGNALS) process.once(signal, this.onSignal);
	}

	/** `nsenter` for each machine, as a person types it. */
	shells(): { name: string; command: string }[] {
		return this.spaces.map((space) => ({
			name: space.name.slice(0, space.name.lastIndexOf('-')),
			command: ['sudo', ...space.enter([])].join(' '),
		}));
	}

	addSpace(space: Space): Space {
		this.spaces.push(space);
		return space;
	}

	/** Closed in the opposite order of being added, before the spaces go. */
	addCloser(close: () => Promise<void>): void {
		this.closers.unshift(close);
	}

	stop(): Promise<void> {
		this.stopping ??= this.letGo();
		return this.stopping;
	}

	private async letGo(): Promise<void> {
		// The children do not keep Node alive (a finished test run must end), but their end is waited for.
		const alive = setInterval(() => undefined, 60_000);
		for (const close of this.closers) await close().catch(() => undefined);
		await Promise.all(this.spaces.map((space) => space.stop()));
		this.dir.remove();
		clearInterval(alive);
		process.removeListener('exit', this.onExit);
		for (const signal of SIGNALS) process.removeListener(signal, this.onSignal);
	}
}

/** Runs `ip` in the machine's own namespace: it only makes pairs whose ends both lie in the lab. */
async function ipOutside(commands: string[]): Promise<void> {
	const result = await run(['ip', '-batch', '-'], {
		stdin: `${commands.join('\n')}\n`,
		env: { PATH: LAB_PATH },
	});
	if (result.code !== 0) throw new Error(`The lab's cables: ${lastLine(result)}`);
}

async function makeMachines(holdings: Holdings, options: LabOptions): Promise<Machines> {
	const echo = (space: string, argv: readonly string[]): void => {
		console.error(`[${space}] ${argv.join(' ')}`);
	};
	const record = (pid: number): void => {
		holdings.dir.record(pid);
	};
	const make = async (name: string): Promise<Space> =>
		holdings.addSpace(
			await Space.create({
				name: `${name}-${holdings.dir.id}`,
				record,
				...(options.verbose ? { echo } : {}),
			})
		);
	const hostNumbers = [...Array(options.hosts ?? 1).keys()];
	const hosts = (letter: string): Promise<Space[]> =>
		Promise.all(hostNumbers.map((i) => make(`host-${letter}${i > 0 ? String(i + 1) : ''}`)));
	const [internet, hub, laptop, phone, patch, gatewayA, gatewayB, hostsA, hostsB] =
		await Promise.all([
			make('internet'),
			make('hub'),
			make('laptop'),
			make('phone'),
			make('switch'),
			make('gateway-a'),
			make('gateway-b'),
			hosts('a'),
			hosts('b'),
		]);
	return {
		internet,
		hub,
		laptop,
		phone,
		switch: patch,
		gateways: { homeA: gatewayA, homeB: gatewayB },
		hosts: { homeA: hostsA, homeB: hostsB },
	};
}

async function makeHome(
	holdings: Holdings,
	machines: Machines,
	name: HomeName,
	keys: SeedKeys,
	options: LabOptions
): Promise<Home> {
	const plan = HOMES[name];
	const hosts = machines.hosts[name];
	const client = hosts[0];
	if (!client) throw new Error('A home needs at least one host.');
	const folder = join(holdings.dir.path, name);
	mkdirSync(folder);
	const record = (pid: number): void => {
		holdings.dir.record(pid);
	};
	const forwarder = new HomeForwarder(client, folder, plan.lanAddress, record);
	holdings.addCloser(() => forwarder.stop());
	const gateway = (options.driver ?? devDriver)({
		plan,
		space: machines.gateways[name],
		client,
		folder,
		http: forwarder.rpc,
		record,
		log: (line) => {
			if (options.verbose) console.error(`[${name}] ${line}`);
		},
	});
	holdings.addCloser(() => gateway.stop());
	await gateway.start();
	return {
		gateway,
		host: client,
		hosts,
		conf: gatewayConf(keys, name),
		openPort: () => forwarder.openPort(),
	};
}

/** Starts a program that goes on running, and waits for the line by which it says that it does. */
function firstLine(space: Space, argv: string[]): Promise<string> {
	const child = space.start(argv);
	return new Promise((resolve, reject) => {
		if (child.stdout)
			createInterface(child.stdout).once('line', (line) => {
				child.unref();
				child.stdout?.destroy();
				child.stderr?.destroy();
				resolve(line);
			});
		child.once('exit', () => {
			reject(new Error(`${argv.at(-2) ?? ''} ended.`));
		});
	});
}

/** The name server of a lab; its table lies in `folder`. */
class NameServer implements Names {
	private readonly file: string;
	private readonly space: Space;
	private table: Record<string, string> = {};
	private starting: Promise<void> | null = null;

	constructor(space: Space, folder: string) {
		this.space = space;
		this.file = join(folder, 'names.json');
	}

	async know(table: Record<string, string>, gateways: Gateway[]): Promise<Names> {
		this.table = { ...table };
		this.write();
		this.starting ??= this.start();
		await this.starting;
		for (const gateway of gateways)
			await gateway.writeFile('/etc/resolv.conf', `nameserver ${INTERNET_ADDRESS}\n`);
		return this;
	}

	set(name: string, address: string | null): void {
		if (address === null) Reflect.deleteProperty(this.table, name);
		else this.table[name] = address;
		this.write();
	}

	private write(): void {
		// In one step: it may be read at any moment.
		writeFileSync(`${this.file}.new`, JSON.stringify(this.table));
		renameSync(`${this.file}.new`, this.file);
	}

	private async start(): Promise<void> {
		await firstLine(this.space, nodeCommand(NAME_SERVER).concat(INTERNET_ADDRESS, this.file));
	}
}

/** Builds and starts a lab. Throws a RequirementError of one line where the machine cannot have one. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
	checkRequirements();
	sweepStaleRuns();
	const holdings = new Holdings(makeRunDir());
	try {
		const machines = await makeMachines(holdings, options);
		await connect(machines, ipOutside);
		const keys = await makeSeedKeys(machines.hub);
		const folder = holdings.dir.path;
		const names = new NameServer(machines.internet, folder);
		const hub = new Hub(machines.hub, machines.internet, hubConf(keys), folder);
		const [homeA, homeB] = await Promise.all([
			makeHome(holdings, machines, 'homeA', keys, options),
			makeHome(holdings, machines, 'homeB', keys, options),
			options.hubOff ? undefined : hub.start(),
		]);
		return {
			id: holdings.dir.id,
			folder,
			keys,
			internet: machines.internet,
			hub,
			homeA,
			homeB,
			laptop: new WgQuickMachine(machines.laptop, mobileConf(keys, 'laptop'), folder),
			phone: new WgQuickMachine(machines.phone, mobileConf(keys, 'phone'), folder),
			shells: () => holdings.shells(),
			hubDown: () => hub.unplug(),
			hubUp: () => hub.plugIn(),
			nameServer: (table) => names.know(table, [homeA.gateway, homeB.gateway]),
			webServer: async (served) =>
				`http://${INTERNET_ADDRESS}:${await firstLine(machines.internet, [
					...nodeCommand(WEB_SERVER),
					INTERNET_ADDRESS,
					served,
				])}`,
			phoneRoams: () => roam(machines, ipOutside),
			stop: () => holdings.stop(),
		};
	} catch (error) {
		await holdings.stop();
		throw error;
	}
}
