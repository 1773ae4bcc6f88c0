// How old is something that this router made? By the clock that never jumps, whatever NTP does to the other one.

/** Seconds since the router started. */
export function uptime(): number {
	return clock(true)[0];
}

/** The same to the millisecond. */
export function steady(): number {
	const now = clock(true);
	return now[0] + int(now[1] / 1000000) * 0.001;
}

/** A moment as it is written into a file; null for what is none. */
export function moment_of(text: string): number | null {
	return match(text, /^[0-9]{1,10}$/) ? int(text) : null;
}

/** Is `moment` within the last `life` seconds? One that is still to come was never. */
export function is_fresh(moment: number | null, now: number, life: number): boolean {
	return moment != null && moment <= now && now - moment <= life;
}
