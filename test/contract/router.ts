// What does a test do with a router? What a person or a page does: run the command, call the object, apply.
// No answer may hold a private key: each one is looked through before a test sees it.
import assert from 'node:assert/strict';
import { differingFiles, type Gateway, type PackageFiles } from '../../tools/lab/gateway.ts';
import type { UbusReply } from '../../tools/lab/rpc.ts';
import type { Home } from '../../tools/lab/lab.ts';
import type { RunResult } from '../../tools/system/run.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import type { Status } from '../../root/usr/share/ucode/wgspoke/doctor/status.ts';
import type { Verdict } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type {
	DeviceReply,
	HubCheck,
	HubReply,
	HubScripts,
	InviteReply,
	JoinReply,
	RepairReply,
	Ladder,
	LeaveReply,
	PlanReply,
	ReadReply,
	SortReply,
} from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';
import type { Trial, TrialState } from '../../root/usr/share/ucode/wgspoke/trial/progress.ts';
import type { Finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';

/** What each verb answers. */
export interface Replies {
	read: ReadReply;
	plan: PlanReply;
	join: JoinReply;
	repair: RepairReply;
	leave: LeaveReply;
	hub: HubReply;
	status: Status;
	trial: { trial: Trial | null };
	decide: { decided: boolean };
	key: { public_key: string };
	check: { started: boolean };
	ladder: Ladder;
	dns: { verdict: Verdict };
	invite: InviteReply;
	hub_scripts: HubScripts;
	hub_check: HubCheck;
	hub_sort: SortReply;
	export: { text: string };
	device_add: DeviceReply;
	device_rename: DeviceReply;
	device_key: DeviceReply;
	device_remove: DeviceReply;
	device_handed: DeviceReply;
	device_show: DeviceReply;
}

export type Verb = keyof Replies;

/** What this home calls itself and the other one. */
export interface Names {
	name: string;
	other: string;
	/** The other home, as the command takes it. */
	site: string;
}

export type Files = Map<string, Buffer>;

export const TUNNEL = 'wgspoke';

/** Where what undoes a change lies while it is tried out. */
export const JOURNAL = '/etc/wgspoke/trial';

/** Of a trial that is over, one way or the other. */
export const ENDED: readonly TrialState[] = ['kept', 'undone', 'refused', 'stuck'];

/** What a page gets that has begun a change. */
export interface Begun {
	trial: string;
	findings: Finding[];
}

const ACTIVE_MS = 10_000;
/** An undo watches the tunnel come back. */
const ENDED_MS = 30_000;

/** Ends whatever tries out a change, as a kill by the kernel would, and prints what it ended. */
export const KILL = `for p in /proc/[0-9]*; do
	tr '\\0' ' ' <$p/cmdline 2>/dev/null | grep -q 'wgspoke [t]rial ' && kill -9 \${p#/proc/} && echo \${p#/proc/}
done; true`;

export class Router {
	readonly home: Home;
	readonly gateway: Gateway;
	private readonly names: Names;
	private readonly secrets: readonly string[];
	/** /etc/config as the installation left it. */
	private fresh: Files = new Map();

	constructor(home: Home, secrets: readonly string[], names: Names) {
		this.home = home;
		this.gateway = home.gateway;
		this.secrets = secrets;
		this.names = names;
	}

	/** Puts the package in and remembers the router as it is then. */
	async setUp(packages: PackageFiles, languages: readonly PackageFiles[] = []): Promise<void> {
		for (const each of [packages, ...languages]) await this.gateway.install(each);
		await waitFor(async () => (await this.call('status')).status === 0, {
			what: 'the object wgspoke to appear',
		});
		await this.rewriteConfig();
		this.fresh = await this.files();
	}

	/**
	 * Has uci write the files that a join touches. The stock firewall file comes with comments, which uci
	 * drops when anybody saves anything; after that its bytes depend on the settings alone.
	 */
	private async rewriteConfig(): Promise<void> {
		const lines = ['network', 'firewall'].flatMap((config) => [
			`set ${config}.rewritten=rewritten`,
			`commit ${config}`,
			`delete ${config}.rewritten`,
			`commit ${config}`,
		]);
		await this.gateway.exec(['uci', 'batch'], { stdin: `${lines.join('\n')}\n` });
	}

	files(): Promise<Files> {
		return this.gateway.configFiles();
	}

	/** Names of the files that are not as the installation left them. */
	async changedFiles(since: Files = this.fresh): Promise<string[]> {
		return differingFiles(since, await this.files());
	}

	/** Leaves, and puts every file back; the lab's hub answers again. */
	async reset(): Promise<void> {
		const { trial } = await this.ask('trial');
		if (trial && !ENDED.includes(trial.state)) {
			await this.gateway.exec(['sh', '-c', `${KILL}; wgspoke recover`]);
		}
		const changed = await this.changedFiles();
		if (changed.includes('wgspoke')) await this.gateway.exec(['wgspoke', 'leave']);
		for (const name of await this.changedFiles()) {
			const bytes = this.fresh.get(name);
			if (bytes) await this.gateway.writeFile(`/etc/config/${name}`, bytes, 0o600);
			else await this.gateway.exec(['rm', '-f', `/etc/config/${name}`]);
		}
		await this.gateway.exec(['rm', '-rf', '/var/run/wgspoke', '/etc/wgspoke', '/tmp/.uci']);
		await waitFor(() => this.isForgotten(), { what: 'netifd to forget the tunnel' });
	}

	/** netifd has an interface in its list for longer than there is a device; a join in that moment is refused. */
	private async isForgotten(): Promise<boolean> {
		const { data } = await this.gateway.ubus('network.interface', 'dump');
		const { interface: there = [] } = (data ?? {}) as { interface?: { interface: string }[] };
		return there.every((each) => each.interface !== TUNNEL);
	}

	private guard(text: string): void {
		for (const secret of this.secrets)
			assert.ok(!text.includes(secret), 'an answer holds a private key');
	}

	/** `wgspoke …`; what it prints holds no private key. */
	async command(args: readonly string[], stdin = ''): Promise<RunResult> {
		const result = await this.gateway.exec(['wgspoke', ...args], { stdin });
		this.guard(result.stdout + result.stderr);
		return result;
	}

	/** `wgspoke <verb> … -j`, with the exit code beside the reply. */
	async json<V extends Verb>(
		verb: V,
		args: readonly string[],
		stdin = ''
	): Promise<{ code: number; reply: Replies[V] }> {
		const { code, stdout, stderr } = await this.command([verb, ...args, '-j'], stdin);
		assert.notEqual(stdout, '', `wgspoke ${verb} printed nothing but: ${stderr}`);
		return { code, reply: JSON.parse(stdout) as Replies[V] };
	}

	/** A call of our object with root's rights on the router itself. */
	async call(method: string, args: Record<string, unknown> = {}): Promise<UbusReply> {
		const reply = await this.gateway.ubus('wgspoke', method, args);
		this.guard(JSON.stringify(reply));
		return reply;
	}

	/** The data of such a call, which has to succeed. */
	async ask<V extends Verb>(method: V, args: Record<string, unknown> = {}): Promise<Replies[V]> {
		const { status, data } = await this.call(method, args);
		assert.equal(status, 0, `ubus call wgspoke ${method}`);
		return data as unknown as Replies[V];
	}

	/** Has the router read a text; the id by which it keeps it and its keys. */
	async paste(text: string = this.home.conf): Promise<string> {
		const { paste } = await this.ask('read', { text });
		assert.match(paste, /^[0-9a-f]{32}$/);
		return paste;
	}

	/** The same over HTTP, as a page asks. */
	async page<V extends Verb>(
		session: string,
		method: V,
		args: Record<string, unknown> = {}
	): Promise<Replies[V]> {
		const { status, data } = await this.http(session, 'wgspoke', method, args);
		assert.equal(status, 0, `wgspoke ${method} over HTTP`);
		return data as unknown as Replies[V];
	}

	/** How far the change is. */
	async trial(id: string): Promise<Trial> {
		const { trial } = await this.ask('trial', { trial: id });
		assert.ok(trial, `no trial ${id}`);
		return trial;
	}

	/** Waits until the change is so far, or has ended. */
	reaches(id: string, state: TrialState): Promise<Trial> {
		const wanted = async (): Promise<Trial | null> => {
			const trial = await this.trial(id);
			return trial.state === state || ENDED.includes(trial.state) ? trial : null;
		};
		return waitFor(wanted, { what: `a change to be ${state}`, every: 50, deadline: ENDED_MS });
	}

	/** Kills the program that tries out this change: no other has its id among its words. */
	async killTrial(id: string): Promise<void> {
		assert.match(id, /^[0-9a-f]{32}$/);
		const script = `for process in /proc/[0-9]*; do
			case $(tr '\\0' ' ' < $process/cmdline 2>/dev/null) in
				*'wgspoke trial '"$1"*) kill -9 \${process#/proc/} ;;
			esac
		done`;
		await this.gateway.exec(['sh', '-c', script, 'sh', id]);
	}

	/** Waits until the change is kept or undone, or cannot be. */
	ended(id: string): Promise<Trial> {
		return this.reaches(id, 'kept');
	}

	/** Does as a page that has begun a change: keeps it once it is proved. Fails the test when it is not kept. */
	async keep(session: string, { trial: id, findings }: Begun): Promise<Trial> {
		assert.notEqual(id, '', JSON.stringify(findings));
		const proved = await this.reaches(id, 'proved');
		assert.equal(proved.state, 'proved', JSON.stringify(proved.findings));
		assert.deepEqual(await this.page(session, 'decide', { trial: id, keep: true }), {
			decided: true,
		});
		const trial = await this.ended(id);
		assert.equal(trial.state, 'kept', JSON.stringify(trial.findings));
		return trial;
	}

	/** A new session of root's, all of whose staged edits are its own. */
	login(): Promise<string> {
		return this.gateway.login();
	}

	/** A call over HTTP; throws an RpcError when it is refused. */
	async http(
		session: string,
		object: string,
		method: string,
		params: Record<string, unknown> = {}
	): Promise<UbusReply> {
		const reply = await this.gateway.rpc(session, object, method, params);
		if (object === 'wgspoke') this.guard(JSON.stringify(reply));
		return reply;
	}

	/** What a person has to say besides the pasted text for the network of two homes. */
	get options(): string[] {
		return ['--name', this.names.name, '--site', this.names.site];
	}

	/** Joins by the command; fails the test when that does not work. */
	async join(...more: string[]): Promise<void> {
		const { code, stdout, stderr } = await this.command(
			['join', '-', ...this.options, ...more],
			this.home.conf
		);
		assert.equal(code, 0, stdout + stderr);
	}

	status(): Promise<Status> {
		return this.ask('status');
	}

	async hasTunnel(): Promise<boolean> {
		return (await this.gateway.exec(['ip', 'link', 'show', TUNNEL])).code === 0;
	}

	/**
	 * What the kernel does for us now: a device, a route, a rule of the firewall. The empty chains of a zone
	 * that is gone stay until fw4 starts anew, on every OpenWrt; they catch no packet.
	 */
	async traces(): Promise<string> {
		const script = `ip link; ip route; ip -6 route; nft list ruleset`;
		const { stdout } = await this.gateway.exec(['sh', '-c', script]);
		return stdout
			.split('\n')
			.filter((line) => line.includes(TUNNEL) && !/^\s*chain /.test(line))
			.join('\n');
	}

	/** Waits until the kernel has nothing of ours. */
	async waitUntilGone(): Promise<void> {
		await waitFor(async () => (await this.traces()) === '', {
			what: `${this.gateway.name} to let the tunnel go`,
			deadline: ACTIVE_MS,
			every: 100,
		});
	}

	/** Prefixes that the running tunnel sends to the hub, sorted. */
	async allowedIps(): Promise<string[]> {
		const { stdout } = await this.gateway.exec(['wg', 'show', TUNNEL, 'allowed-ips']);
		return stdout.trim().split(/\s+/).slice(1).sort();
	}

	/** Waits until devices at this home reach that address. */
	async waitForPing(address: string): Promise<void> {
		const what = `${address} to answer a device behind ${this.gateway.name}`;
		const ping = ['ping', '-c', '1', '-W', '1', '-q', address];
		await waitFor(async () => (await this.home.host.exec(ping)).code === 0, {
			what,
			deadline: ACTIVE_MS,
		}).catch(async (error: unknown) => {
			// It hides the keys.
			const { stdout } = await this.gateway.exec(['wg', 'show', TUNNEL]);
			const tunnel = stdout.trim() === '' ? 'There is no tunnel.' : stdout;
			throw new Error(`${error instanceof Error ? error.message : ''} ${tunnel}`);
		});
	}
}
