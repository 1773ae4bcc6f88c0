// How is a moment of the router's clock written for people?

/** '2026-11-27' */
export function day_of(time: number): string {
	const now = gmtime(time);
	return sprintf('%04d-%02d-%02d', now.year, now.mon, now.mday);
}

/** '2026-11-27 09:05' */
export function minute_of(time: number): string {
	const now = gmtime(time);
	return sprintf('%s %02d:%02d', day_of(time), now.hour, now.min);
}
