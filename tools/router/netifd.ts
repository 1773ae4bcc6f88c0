// How do the interfaces of /etc/config/network come up, change and go away?
// Stands for netifd: it does what the plans of interfaces.ts say, with ip and wg, in its own network namespace.
import {
	planInterfaces,
	setconfText,
	tunnelRoutes,
	type InterfacePlan,
	type WireguardPlan,
} from './interfaces.ts';
import { interfaceStatus, type LiveInterface } from './ifstatus.ts';
import { hasProgram } from '../system/programs.ts';
import { lastLine, run, throughPipe, type RunResult } from '../system/run.ts';
import type { Bus, Data } from './bus.ts';
import { NOT_FOUND, UbusError } from './status.ts';
import type { UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';

export interface NetifdHooks {
	/** The sections of /etc/config/network as committed. */
	sections: () => UciSection[];
	/** An interface came up or went: the firewall looks at its devices again. */
	changed: () => Promise<void>;
	log: (line: string) => void;
}

/** A host that does not resolve must not hold up the router for minutes, as it does by wg's own default. */
const WG_ENV = { ...process.env, WG_ENDPOINT_RESOLUTION_RETRIES: '2' };

const LOOPBACK = 'loopback';

export class Netifd {
	private readonly interfaces = new Map<string, LiveInterface>();
	private readonly bus: Bus;
	private readonly hooks: NetifdHooks;
	/** Everything that changes the network waits for what was asked before. */
	private queue: Promise<void> = Promise.resolve();

	constructor(bus: Bus, hooks: NetifdHooks) {
		this.bus = bus;
		this.hooks = hooks;
		this.publish();
	}

	/** Device of each interface that UCI or the kernel knows: for the firewall. */
	devices(): Record<string, string[]> {
		return Object.fromEntries(
			[...this.interfaces.values()]
				.filter(({ plan }) => plan.device !== '')
				.map(({ plan }) => [plan.name, [plan.device]])
		);
	}

	private enqueue(work: () => Promise<void>): Promise<void> {
		const done = this.queue.then(work);
		this.queue = done.catch((error: unknown) => {
			this.hooks.log(`netifd: ${error instanceof Error ? error.message : 'failed'}`);
		});
		return done;
	}

	/** Reads /etc/config/network again: what is new comes up, what is gone goes, what changed bounces. */
	reload(): Promise<void> {
		return this.enqueue(async () => {
			const plans = planInterfaces(this.hooks.sections());
			const names = new Set(plans.map(({ name }) => name));
			for (const live of [...this.interfaces.values()]) {
				if (names.has(live.plan.name)) continue;
				await this.takeDown(live);
				this.interfaces.delete(live.plan.name);
				this.bus.remove(`network.interface.${live.plan.name}`);
			}
			for (const plan of plans) {
				const live = this.interfaces.get(plan.name);
				// Only what netifd compares counts; edited peers wait for the next ifup.
				if (live?.plan.fingerprint === plan.fingerprint) continue;
				if (live) await this.takeDown(live);
				const fresh: LiveInterface = {
					...{ plan, up: false, since: 0, error: '' },
					autostart: plan.auto,
				};
				this.interfaces.set(plan.name, fresh);
				this.publishInterface(plan.name);
				if (plan.auto) await this.bringUp(fresh);
			}
			await this.hooks.changed();
		});
	}

	private async ip(...args: string[]): Promise<RunResult> {
		return run(['ip', ...args]);
	}

	private async mustIp(...args: string[]): Promise<void> {
		const result = await this.ip(...args);
		if (result.code !== 0) throw new Error(`ip ${args.join(' ')}: ${lastLine(result)}`);
	}

	private async bringUp(live: LiveInterface): Promise<void> {
		const { plan } = live;
		try {
			if (plan.wireguard) await this.setUpTunnel(plan, plan.wireguard);
			else if (plan.proto === 'static' || plan.proto === 'none') await this.setUpStatic(plan);
			else throw new Error(`proto ${plan.proto} is not part of the development router`);
			live.up = true;
			live.since = Date.now();
			live.error = '';
			this.hooks.log(`netifd: ${plan.name} is up`);
		} catch (error) {
			live.error = 'SETUP_FAILED';
			this.hooks.log(`netifd: ${plan.name}: ${error instanceof Error ? error.message : 'failed'}`);
			if (plan.wireguard) await this.ip('link', 'del', plan.device);
		}
	}

	private async setUpStatic(plan: InterfacePlan): Promise<void> {
		const { device } = plan;
		if (device === '') throw new Error('no device');
		if (plan.bridgePorts) {
			if ((await this.ip('link', 'show', device)).code !== 0)
				await this.mustIp('link', 'add', device, 'type', 'bridge');
			for (const port of plan.bridgePorts)
				await this.mustIp('link', 'set', port, 'master', device, 'up');
		}
		if (plan.mtu !== '') await this.mustIp('link', 'set', device, 'mtu', plan.mtu);
		await this.mustIp('link', 'set', device, 'up');
		for (const address of plan.addresses)
			await this.mustIp('addr', 'replace', address, 'dev', device);
		for (const { target, gateway, metric } of plan.routes) {
			const via = gateway === '' ? [] : ['via', gateway];
			const rank = metric === '' ? [] : ['metric', metric];
			const route = [target, ...via, 'dev', device, 'proto', 'static', ...rank];
			await this.mustIp('route', 'replace', ...route);
		}
	}

	private async setUpTunnel(plan: InterfacePlan, tunnel: WireguardPlan): Promise<void> {
		const { device } = plan;
		await this.ip('link', 'del', device);
		if ((await this.ip('link', 'add', device, 'type', 'wireguard')).code !== 0) {
			if (!hasProgram('wireguard-go')) throw new Error('neither kernel WireGuard nor wireguard-go');
			const started = await run(['wireguard-go', device]);
			if (started.code !== 0) throw new Error(`wireguard-go: ${lastLine(started)}`);
		}
		await this.wg('setconf', plan, tunnel);
		if (plan.mtu !== '') await this.mustIp('link', 'set', device, 'mtu', plan.mtu);
		for (const address of plan.addresses)
			await this.mustIp('addr', 'replace', address, 'dev', device);
		await this.mustIp('link', 'set', device, 'up');
		await this.routeTunnel(plan, tunnel);
	}

	private async wg(verb: 'setconf' | 'syncconf', plan: InterfacePlan, tunnel: WireguardPlan) {
		const options = { stdin: setconfText(tunnel), env: WG_ENV as Record<string, string> };
		const result = await run(throughPipe(['wg', verb, plan.device, '/dev/stdin']), options);
		if (result.code !== 0) throw new Error(`wg ${verb} ${plan.device}: ${lastLine(result)}`);
	}

	private async routeTunnel(plan: InterfacePlan, tunnel: WireguardPlan): Promise<void> {
		const { device } = plan;
		if (tunnel.hostRoutes) await this.routeEndpoints(tunnel);
		await this.ip('route', 'flush', 'dev', device, 'proto', 'static');
		for (const target of tunnelRoutes(tunnel))
			await this.mustIp('route', 'replace', target, 'dev', device, 'proto', 'static');
	}

	/** netifd's host dependency: the path to each endpoint as it is now, nailed down. */
	private async routeEndpoints(tunnel: WireguardPlan): Promise<void> {
		for (const { endpointHost } of tunnel.peers) {
			if (!/^[\d.]+$/.test(endpointHost)) continue;
			const path = await this.ip('route', 'get', endpointHost);
			const found = / via (\S+) dev (\S+)/.exec(path.stdout);
			if (!found?.[1] || !found[2]) throw new Error(`no route to ${endpointHost}`);
			const args = ['via', found[1], 'dev', found[2], 'proto', 'static'];
			await this.mustIp('route', 'replace', endpointHost, ...args);
		}
	}

	private async takeDown(live: LiveInterface): Promise<void> {
		const { plan } = live;
		if (!live.up) return;
		live.up = false;
		if (plan.wireguard) {
			await this.ip('link', 'del', plan.device);
			for (const { endpointHost } of plan.wireguard.hostRoutes ? plan.wireguard.peers : [])
				await this.ip('route', 'del', endpointHost, 'proto', 'static');
		} else {
			await this.ip('addr', 'flush', 'dev', plan.device);
			if (plan.device !== 'lo') await this.ip('link', 'set', plan.device, 'down');
		}
		this.hooks.log(`netifd: ${plan.name} is down`);
	}

	/** `ifup`'s second half: what the last reload knows of the interface, with peers and addresses as they are in UCI now. */
	private async up(name: string): Promise<void> {
		await this.enqueue(async () => {
			const live = this.find(name);
			live.autostart = true;
			if (live.up) return;
			this.refresh(live);
			if (!live.plan.disabled) await this.bringUp(live);
			await this.hooks.changed();
		});
	}

	private async down(name: string): Promise<void> {
		await this.enqueue(async () => {
			const live = this.find(name);
			live.autostart = false;
			await this.takeDown(live);
			await this.hooks.changed();
		});
	}

	/** Takes edited peers into the running tunnel without a bounce. */
	private async renew(name: string): Promise<void> {
		await this.enqueue(async () => {
			const live = this.find(name);
			if (!live.up) return;
			this.refresh(live);
			if (!live.plan.wireguard) return;
			await this.wg('syncconf', live.plan, live.plan.wireguard);
			await this.routeTunnel(live.plan, live.plan.wireguard);
		});
	}

	private find(name: string): LiveInterface {
		const live = this.interfaces.get(name);
		if (!live) throw new UbusError(NOT_FOUND);
		return live;
	}

	private refresh(live: LiveInterface): void {
		const plans = planInterfaces(this.hooks.sections());
		const plan = plans.find(({ name }) => name === live.plan.name);
		if (plan?.wireguard) live.plan = { ...plan, fingerprint: live.plan.fingerprint };
	}

	/** The objects `network`, `network.interface` and one per interface. */
	private publish(): void {
		const done = async (work: Promise<void>): Promise<null> => {
			await work;
			return null;
		};
		const named = (args: Data): string => {
			const name = args.interface;
			return typeof name === 'string' ? name : LOOPBACK;
		};
		const args = { interface: 'String' } as const;
		this.bus.add('netifd', 'network', {
			reload: { args: {}, call: () => done(this.reload()) },
			restart: { args: {}, call: () => done(this.reload()) },
		});
		this.bus.add('netifd', 'network.interface', {
			dump: {
				args: {},
				call: () => ({
					interface: [...this.interfaces.values()].map((live) => ({
						interface: live.plan.name,
						...interfaceStatus(live),
					})),
				}),
			},
			status: { args, call: (given) => interfaceStatus(this.find(named(given))) },
			up: { args, call: (given) => done(this.up(named(given))) },
			down: { args, call: (given) => done(this.down(named(given))) },
			renew: { args, call: (given) => done(this.renew(named(given))) },
		});
	}

	private publishInterface(name: string): void {
		const done = async (work: Promise<void>): Promise<null> => {
			await work;
			return null;
		};
		this.bus.add('netifd', `network.interface.${name}`, {
			status: { args: {}, call: () => interfaceStatus(this.find(name)) },
			dump: { args: {}, call: () => interfaceStatus(this.find(name)) },
			up: { args: {}, call: () => done(this.up(name)) },
			down: { args: {}, call: () => done(this.down(name)) },
			renew: { args: {}, call: () => done(this.renew(name)) },
		});
	}
}
