// What happens when a config was changed? Everybody who listens reloads, a second after the last change.

/** procd collects changes for this long before it reloads (procd's PROCD_RELOAD_DELAY). */
const DELAY_MS = 1000;

/** Somebody who wants to hear of a changed config. */
export interface Listener {
	/** What it does; those that do the same do it once. */
	name: string;
	config: string;
	reload: () => Promise<void>;
}

export class Triggers {
	private readonly listeners: () => Listener[];
	private readonly timers = new Map<string, NodeJS.Timeout>();
	private readonly delay: number;

	/** `listeners` is asked at each event, as init scripts come and go. */
	constructor(listeners: () => Listener[], delay = DELAY_MS) {
		this.listeners = listeners;
		this.delay = delay;
	}

	/** Starts the timer of everybody who listens to this config, anew if it runs already. */
	changed(config: string): void {
		for (const listener of this.listeners()) {
			if (listener.config !== config) continue;
			clearTimeout(this.timers.get(listener.name));
			const timer = setTimeout(() => {
				this.timers.delete(listener.name);
				listener.reload().catch((error: unknown) => {
					console.error(`${listener.name}: ${error instanceof Error ? error.message : 'failed'}`);
				});
			}, this.delay);
			this.timers.set(listener.name, timer);
		}
	}

	stop(): void {
		for (const timer of this.timers.values()) clearTimeout(timer);
	}
}
