// The development router: what it is made of, and how it starts.
// node --import tools/register.mjs tools/router/router.ts [--root /] [--port 80] [--no-network]
// It is for development and for machines with no OpenWrt at hand; it says so, and is no router to use.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { lastLine, run } from '../system/run.ts';
import { boot } from './boot.ts';
import { Bus } from './bus.ts';
import { fileMethods } from './fileobject.ts';
import { rulesetOf } from './fw4.ts';
import { makeServer } from './http.ts';
import { Netifd } from './netifd.ts';
import { makeFolders, pathsOf, sectionsOf, sessionFolder, type Paths } from './paths.ts';
import { Plugins } from './plugins.ts';
import { Services, type Trigger } from './services.ts';
import { Sessions } from './sessions.ts';
import { listenLocal } from './socket.ts';
import { BOARD, addSystem } from './system.ts';
import { Transaction } from './transaction.ts';
import { Triggers, type Listener } from './triggers.ts';
import { UciObject } from './uciobject.ts';

export interface RouterOptions {
	/** Directory that is the router's `/`. */
	root: string;
	/** HTTP port on all addresses; 0 takes any, for tests. */
	port: number;
	/** Set up interfaces and firewall in the network namespace it runs in? */
	network: boolean;
}

function log(line: string): void {
	console.log(line);
}

/** Reads a text that may not be there. */
function textOf(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}

/** rpcd: sessions, staging and applying, plugins. */
class Rpcd {
	readonly sessions: Sessions;
	private readonly plugins: Plugins;
	/** Counts loads, so that whoever asked for one sees when it is done. */
	private generation = 0;

	constructor(bus: Bus, paths: Paths, changed: (config: string) => void) {
		const transaction = new Transaction({
			paths,
			mayWrite: (session, config) => this.sessions.access(session, 'uci', config, 'write'),
			changed,
			later: (seconds, work) => {
				const timer = setTimeout(work, seconds * 1000);
				return () => {
					clearTimeout(timer);
				};
			},
		});
		const uci = new UciObject({
			paths,
			access: (session, config, permission) =>
				this.sessions.access(session, 'uci', config, permission),
			applying: () => transaction.session !== '',
			committed: changed,
		});
		this.sessions = new Sessions(bus, {
			aclFolder: paths.acl,
			logins: () => sectionsOf(paths, 'rpcd'),
			shadow: () => textOf(paths.shadow),
			applying: () => transaction.session,
			ended: (id) => {
				rmSync(sessionFolder(paths, id), { recursive: true, force: true });
			},
		});
		bus.add('rpcd', 'uci', { ...uci.methods(), ...transaction.methods() });
		bus.add(
			'rpcd',
			'file',
			fileMethods(paths.root, (session, path, permission) =>
				this.sessions.access(session, 'file', path, permission)
			)
		);
		this.plugins = new Plugins(bus, paths.plugins, paths.root);
		bus.add('procd', 'development-router', {
			rpcd: { args: {}, call: () => ({ loads: this.generation }) },
		});
	}

	/** SIGHUP: plugins and ACL files are read again, sessions stay. */
	async reload(): Promise<void> {
		await this.plugins.load();
		this.sessions.reload();
		this.generation++;
	}

	/** A new process: everybody is logged out. */
	async restart(): Promise<void> {
		this.sessions.reset();
		await this.reload();
	}

	stop(): Promise<void> {
		return this.plugins.stop();
	}
}

async function reloadFirewall(paths: Paths, netifd: Netifd): Promise<void> {
	const { text, ignored } = rulesetOf(sectionsOf(paths, 'firewall'), netifd.devices());
	const result = await run(['nft', '-f', '-'], { stdin: text });
	if (result.code !== 0) log(`firewall: ${lastLine(result)}`);
	if (ignored.length > 0) log(`firewall: left out ${ignored.join(', ')}`);
}

/** Interfaces, firewall and forwarding in this network namespace. */
async function startNetwork(bus: Bus, paths: Paths): Promise<Listener[]> {
	const switches = ['net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1'];
	const forwarding = await run(['sysctl', '-qw', ...switches]);
	if (forwarding.code !== 0) log(`sysctl: ${lastLine(forwarding)}`);
	const netifd: Netifd = new Netifd(bus, {
		sections: () => sectionsOf(paths, 'network'),
		changed: () => reloadFirewall(paths, netifd),
		log,
	});
	await netifd.reload();
	return [
		{ name: 'network', config: 'network', reload: () => netifd.reload() },
		{ name: 'firewall', config: 'firewall', reload: () => reloadFirewall(paths, netifd) },
	];
}

/** An init script that asked for it is run. */
function scriptListener({ config, command }: Trigger): Listener {
	const name = command.join(' ');
	const reload = async (): Promise<void> => {
		const result = await run(command);
		if (result.stderr !== '') console.error(`${name}: ${result.stderr.trim()}`);
	};
	return { name, config, reload };
}

export interface Router {
	bus: Bus;
	/** The port it listens on. */
	port: number;
	reloadRpcd: () => Promise<void>;
	restartRpcd: () => Promise<void>;
	/** Ends the programs that init scripts asked for, without waiting. */
	endServices: () => void;
	stop: () => Promise<void>;
}

/** Starts everything; resolves when HTTP and the local bus answer. */
export async function startRouter(options: RouterOptions): Promise<Router> {
	const paths = pathsOf(options.root);
	makeFolders(paths);
	const bus = new Bus();
	addSystem(bus);
	let own: Listener[] = [];
	const triggers = new Triggers(() => [...own, ...services.triggers().map(scriptListener)]);
	const changed = (config: string): void => {
		triggers.changed(config);
	};
	const services = new Services(bus, { root: options.root, log }, changed);
	const rpcd = new Rpcd(bus, paths, changed);
	const local = await listenLocal(bus, paths.socket);
	const network = async (): Promise<void> => {
		if (options.network) own = await startNetwork(bus, paths);
	};
	await Promise.all([rpcd.reload(), boot(options.root, network)]);
	const server = makeServer({
		bus,
		allowed: (session, object, method) => rpcd.sessions.access(session, 'ubus', object, method),
		www: paths.www,
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port, resolve);
	});
	const address = server.address();
	const close = (each: Server): void => {
		each.close();
	};
	return {
		bus,
		port: typeof address === 'object' && address ? address.port : options.port,
		reloadRpcd: () => rpcd.reload(),
		restartRpcd: () => rpcd.restart(),
		endServices: () => {
			services.stop();
		},
		stop: async () => {
			triggers.stop();
			services.stop();
			close(local);
			close(server);
			server.closeAllConnections();
			await rpcd.stop();
		},
	};
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const { values } = parseArgs({
		options: {
			root: { type: 'string', default: '/' },
			port: { type: 'string', default: '80' },
			'no-network': { type: 'boolean', default: false },
		},
	});
	const router = await startRouter({
		root: values.root,
		port: Number(values.port),
		network: !values['no-network'],
	});
	const reload = (work: () => Promise<void>) => (): void => {
		work().catch((error: unknown) => {
			log(`rpcd: ${error instanceof Error ? error.message : 'failed'}`);
		});
	};
	// What it runs for init scripts ends with it.
	process.once('exit', () => {
		router.endServices();
	});
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
	process.on('SIGHUP', reload(router.reloadRpcd));
	process.on('SIGUSR2', reload(router.restartRpcd));
	writeFileSync(join(values.root, 'var/run/rpcd.pid'), `${String(process.pid)}\n`);
	log(`${BOARD}: ready on port ${String(router.port)}; for development only, this is not OpenWrt`);
}
