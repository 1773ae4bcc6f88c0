// What happens when a config was changed? The ubus object `service` and procd's reload triggers.
// `service event {type: 'config.change', data: {package}}` starts a timer of a second per listener.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../system/run.ts';
import type { Bus } from './bus.ts';
import type { Paths } from './paths.ts';

/** procd collects changes for this long before it reloads (procd's PROCD_RELOAD_DELAY). */
const DELAY_MS = 1000;

/** Somebody who wants to hear of a changed config. */
export interface Listener {
	name: string;
	packages: string[];
	reload: () => Promise<void>;
}

/** What installed init scripts have asked for by `procd_add_reload_trigger`, kept by rc.common. */
export function installedListeners(paths: Paths): Listener[] {
	return readdirSync(paths.triggers).map((name) => ({
		name,
		packages: readFileSync(join(paths.triggers, name), 'utf8').trim().split(/\s+/),
		reload: async () => {
			const script = join(paths.root, 'etc/init.d', name);
			const result = await run([script, 'reload']);
			if (result.stderr !== '') console.error(`${name} reload: ${result.stderr.trim()}`);
		},
	}));
}

export class Triggers {
	private readonly listeners: () => Listener[];
	private readonly timers = new Map<string, NodeJS.Timeout>();

	/** `listeners` is asked at each event, as init scripts come and go. */
	constructor(bus: Bus, listeners: () => Listener[]) {
		this.listeners = listeners;
		bus.add('procd', 'service', {
			event: {
				args: { type: 'String', data: 'Table' },
				call: ({ type, data }) => {
					const name = (data as { package?: unknown } | undefined)?.package;
					if (type === 'config.change' && typeof name === 'string') this.changed(name);
					return null;
				},
			},
			list: { args: { name: 'String', verbose: 'Boolean' }, call: () => ({}) },
		});
	}

	/** Starts the timer of everybody who listens to this config, anew if it runs already. */
	changed(config: string): void {
		for (const listener of this.listeners()) {
			if (!listener.packages.includes(config)) continue;
			clearTimeout(this.timers.get(listener.name));
			const timer = setTimeout(() => {
				this.timers.delete(listener.name);
				listener.reload().catch((error: unknown) => {
					console.error(`${listener.name}: ${error instanceof Error ? error.message : 'failed'}`);
				});
			}, DELAY_MS);
			this.timers.set(listener.name, timer);
		}
	}

	stop(): void {
		for (const timer of this.timers.values()) clearTimeout(timer);
	}
}
