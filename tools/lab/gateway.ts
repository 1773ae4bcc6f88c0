// What is a home gateway to the lab, whatever it is made of?
// A driver makes one from a home's plan and an empty space with the two cables plugged in (eth0 is the
// LAN, eth1 the WAN): `dev` runs the development router there, `rootfs` a real OpenWrt root, `qemu` and `usermode` an
// image.
import type { Rpc, UbusReply } from './rpc.ts';
import type { RunOptions, RunResult } from '../system/run.ts';
import type { Executor, Space } from './space.ts';
import type { HomePlan } from './topology.ts';

export type GatewayKind = 'dev' | 'rootfs' | 'qemu' | 'usermode';

/** Our package as files of this machine, one for each installer. */
export interface PackageFiles {
	ipk: string;
	apk: string;
}

export interface Gateway extends Executor {
	readonly kind: GatewayKind;
	readonly plan: HomePlan;
	/** Where its pages are, as a device at home sees them: 'http://192.168.2.1'. */
	readonly url: string;
	/** Path of the network namespace from which `url` can be reached. */
	readonly clientNetns: string;
	/** JSON-RPC over HTTP POST /ubus, sent from the first host of the home. */
	readonly http: Rpc;

	/** Starts it and waits until it answers; LAN and WAN are up then. */
	start(): Promise<void>;
	/** Stops it and frees all that it held. Does nothing when it is not running. */
	stop(): Promise<void>;

	/** Runs a program inside as root, with the gateway's own PATH. */
	exec(argv: readonly string[], options?: RunOptions): Promise<RunResult>;
	/** Puts a package of this machine in, as a user would: the file that its installer takes. Throws with the installer's words. */
	install(packages: PackageFiles): Promise<RunResult>;
	/** Takes our package out again; what the installer keeps (conffiles) stays. */
	remove(): Promise<RunResult>;
	/** A local call with root's rights, as `ubus call` on the router. */
	ubus(object: string, method: string, args?: Record<string, unknown>): Promise<UbusReply>;
	/** Logs in over HTTP and returns the session's id. */
	login(user?: string, password?: string): Promise<string>;
	/** A call over HTTP in a session. Throws an RpcError where /ubus answers with a JSON-RPC error. */
	rpc(
		session: string,
		object: string,
		method: string,
		params?: Record<string, unknown>
	): Promise<UbusReply>;
	/** A file of the router by its absolute path there; null when it does not exist. */
	readFile(path: string): Promise<Buffer | null>;
	writeFile(path: string, content: string | Uint8Array, mode?: number): Promise<void>;
	/** Every file of /etc/config with its bytes. */
	configFiles(): Promise<Map<string, Buffer>>;
	/** SIGHUP: plugins and ACL files are read again, sessions stay. */
	reloadRpcd(): Promise<void>;
	/** A new rpcd: everybody is logged out. */
	restartRpcd(): Promise<void>;
	/** Versions for the closing line: {release: '24.10.4', rpcd: …}. */
	versions(): Promise<Record<string, string>>;
}

/** What a driver gets to work with. */
export interface GatewayContext {
	plan: HomePlan;
	/** Namespaces with eth0 and eth1 in them and nothing running. */
	space: Space;
	/** The first host of this home. */
	client: Space;
	/** A folder of its own, removed with the lab. */
	folder: string;
	http: Rpc;
	/** Remembers a process that has to die with the lab. */
	record: (pid: number) => void;
	/** A line for the person who watches, when the lab is verbose. */
	log: (line: string) => void;
}

export type Driver = (context: GatewayContext) => Gateway;

/** Are the bytes of two sets of files the same? Returns the names that differ, sorted. */
export function differingFiles(
	before: ReadonlyMap<string, Buffer>,
	after: ReadonlyMap<string, Buffer>
): string[] {
	const names = [...new Set([...before.keys(), ...after.keys()])].sort();
	return names.filter((name) => {
		const [old, now] = [before.get(name), after.get(name)];
		return !old || !now || !old.equals(now);
	});
}
