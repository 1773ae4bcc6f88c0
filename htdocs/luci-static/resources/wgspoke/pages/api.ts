// What can the router be asked? One typed function per call; a fault of ours is an exception, as is a refusal.

import rpc from 'luci:rpc';
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
	Network,
	PlanReply,
	Pulse,
	ReadReply,
	SortReply,
	StatusReply,
	Trial,
	Verdict,
} from '../types.ts';

/** The backend could not do what it should; `message` is for a bug report. */
export class Fault extends Error {}

interface Verbs {
	/** The only call that takes a text: its keys stay on the router, which answers with an id, `paste`. */
	read(text: string): Promise<ReadReply>;
	/** `take_over`: the interface of this very tunnel, made by hand, that goes in the same step; '' for none. */
	plan(network: Network, paste: string, take_over: string): Promise<PlanReply>;
	hub(network: Network, paste: string, take_over: string): Promise<HubReply>;
	key(): Promise<{ public_key: string }>;
	/** `by_hand`, here and below: a person tells the hub, also where this router may. */
	join(network: Network, paste: string, take_over: string, by_hand: boolean): Promise<JoinReply>;
	/** `dry`: tells what would change, and begins nothing. */
	leave(dry: boolean, atHub: boolean): Promise<LeaveReply>;
	/** Switches the tunnel off for now, or on again. `dry`: tells what would change, and begins nothing. */
	switch(on: boolean, dry: boolean): Promise<JoinReply>;
	/**
	 * Does it work, and if not, which step fails and why? From the last check; it begins none. `look`: what the hub
	 * printed, '' for none; it decides alone about a `network` that was tried and undone.
	 */
	ladder(look: string, network?: Network, paste?: string): Promise<Ladder>;
	/** What somebody needs who helps, as text without a secret. `look`: what the hub printed, '' for none. */
	report(look: string): Promise<{ text: string }>;
	/** Brings the tunnel back to what was joined. */
	/** `dry`: begins nothing; where the key is lost, a new one is made, which the hub is told. */
	repair(dry: boolean): Promise<RepairReply>;
	/** How far a change is that is being tried out; with '' the last one, whoever made it. */
	trial(trial: string): Promise<{ trial: Trial | null }>;
	/** Keeps it, proved or not, or has it undone; false when it has ended already. */
	decide(trial: string, keep: boolean): Promise<{ decided: boolean }>;
	/** With what other homes have added or removed at the hub. */
	status(): Promise<StatusReply>;
	/** What of the status changes all the time, for next to nothing. */
	pulse(): Promise<Pulse>;
	check(): Promise<{ started: boolean }>;
	/** Has the hub asked what it knows: the status has it within seconds. */
	ask(): Promise<{ started: boolean }>;
	/** Takes over what is new at the hub about the home of this key. */
	follow(public_key: string): Promise<JoinReply>;
	/** Scripts for the hub; `network` undefined: the one joined. `gone`: keys to be forgotten. `output`: what the look printed. */
	hub_scripts(
		network: Network | undefined,
		hub_interface: string,
		gone: string[],
		output: string,
		/** A server that is made the hub answers no questions of the homes. */
		silent?: boolean,
		/** The text that may have this router's key. */
		paste?: string
	): Promise<HubScripts>;
	/** What the hub has that this router has not, or otherwise; `output`: what the look printed, '' for what it last said. */
	hub_check(output: string): Promise<HubCheck>;
	/** Answers about keys that only the hub has, 'key answer'; with [] the hub is brought in step. */
	hub_sort(sorted: string[], output: string, dry: boolean): Promise<SortReply>;
	/** Somebody says that the hub knows what it had to be told about this key. */
	left_done(public_key: string): Promise<unknown>;
	/** The whole network as a file, without private keys. */
	export(): Promise<{ text: string }>;
	invite(
		name: string,
		lan: string[],
		address: string,
		public_key: string,
		/** Public networks that the person has said yes to. */
		public_ok: string[],
		/** Its line has the token for the hub. */
		manage: boolean,
		dry: boolean,
		by_hand: boolean
	): Promise<InviteReply>;
	device_add(
		name: string,
		address: string,
		public_key: string,
		dns: string,
		keep: boolean,
		by_hand: boolean
	): Promise<DeviceReply>;
	device_rename(name: string, to: string): Promise<DeviceReply>;
	/** `public_key` '' has one made. */
	device_key(
		name: string,
		public_key: string,
		dns: string,
		keep: boolean,
		by_hand: boolean
	): Promise<DeviceReply>;
	/** The device has its configuration as it is now. */
	device_handed(name: string): Promise<DeviceReply>;
	device_remove(name: string, by_hand: boolean): Promise<DeviceReply>;
	device_show(name: string, dns: string): Promise<DeviceReply>;
	/** Does a DNS server answer there? The first question starts the look. */
	dns(address: string): Promise<{ verdict: Verdict }>;
}

/** Rejects with a Fault, or with LuCI's RPCError. */
function verb<Verb extends keyof Verbs>(name: Verb, ...params: string[]): Verbs[Verb] {
	const call = rpc.declare({ object: 'wgspoke', method: name, params, reject: true });
	const ask = async (...args: unknown[]): Promise<unknown> => {
		const reply = await call(...args);
		if (typeof reply === 'object' && reply !== null && 'error' in reply) {
			throw new Fault(`wgspoke ${name}: ${String(reply.error)}`);
		}
		return reply;
	};
	return ask as Verbs[Verb];
}

export const api: Verbs = {
	read: verb('read', 'text'),
	plan: verb('plan', 'network', 'paste', 'take_over'),
	hub: verb('hub', 'network', 'paste', 'take_over'),
	key: verb('key'),
	join: verb('join', 'network', 'paste', 'take_over', 'by_hand'),
	leave: verb('leave', 'dry', 'at_hub'),
	switch: verb('switch', 'on', 'dry'),
	ladder: verb('ladder', 'look', 'network', 'paste'),
	report: verb('report', 'look'),
	repair: verb('repair', 'dry'),
	trial: verb('trial', 'trial'),
	decide: verb('decide', 'trial', 'keep'),
	status: verb('status'),
	pulse: verb('pulse'),
	check: verb('check'),
	ask: verb('ask'),
	follow: verb('follow', 'public_key'),
	hub_scripts: verb('hub_scripts', 'network', 'hub_interface', 'gone', 'output', 'silent', 'paste'),
	hub_check: verb('hub_check', 'output'),
	hub_sort: verb('hub_sort', 'sorted', 'output', 'dry'),
	left_done: verb('left_done', 'public_key'),
	export: verb('export'),
	invite: verb(
		'invite',
		'name',
		'lan',
		'address',
		'public_key',
		'public_ok',
		'manage',
		'dry',
		'by_hand'
	),
	device_add: verb('device_add', 'name', 'address', 'public_key', 'dns', 'keep', 'by_hand'),
	device_rename: verb('device_rename', 'name', 'to'),
	device_key: verb('device_key', 'name', 'public_key', 'dns', 'keep', 'by_hand'),
	device_handed: verb('device_handed', 'name'),
	device_remove: verb('device_remove', 'name', 'by_hand'),
	device_show: verb('device_show', 'name', 'dns'),
	dns: verb('dns', 'address'),
};

/** A check takes less than so many seconds. */
const CHECK_SECONDS = 15;

/** Starts a probe and waits for its verdicts, some seconds at most; whatever is known then. */
export async function checkNow(): Promise<StatusReply> {
	const begin = performance.now();
	const elapsed = (): number => (performance.now() - begin) / 1000;
	const pause = () => new Promise((resolve) => window.setTimeout(resolve, 500));
	// One that was running already began before this was asked.
	while (!(await api.check()).started && elapsed() <= CHECK_SECONDS) await pause();
	const asked = elapsed();
	for (;;) {
		await pause();
		const { probe_age: age, probing } = await api.pulse();
		// Ages are whole seconds, of a clock that may have just gone on by one.
		const isNew = age !== null && age + 1 <= elapsed() - asked;
		if ((isNew && !probing) || elapsed() > asked + CHECK_SECONDS) return api.status();
	}
}

/** Older evidence than so many seconds is of another moment than what somebody has just seen at the hub. */
const FRESH_SECONDS = 90;

/** What a look at the hub tells of the tunnel that runs, after a check where there was none lately. */
export async function freshLadder(look: string): Promise<Ladder> {
	const ladder = await api.ladder(look);
	if (ladder.age !== null && ladder.age <= FRESH_SECONDS) return ladder;
	await checkNow();
	return api.ladder(look);
}
