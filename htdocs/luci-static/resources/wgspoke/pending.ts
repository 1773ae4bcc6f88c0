// Is a change being tried out now? Tabs of one browser share a login, and with it the router's transaction.

const KEY = 'wgspoke.pending';

/** Until when the tab that applies is given, as Date.now() has it. */
interface Pending {
	until: number;
}

/** Seconds for which another tab still waits; 0 for none. */
export function pendingSeconds(): number {
	try {
		const pending = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Pending | null;
		return Math.max(0, Math.ceil(((pending?.until ?? 0) - Date.now()) / 1000));
	} catch {
		return 0;
	}
}

export function markPending(seconds: number): void {
	localStorage.setItem(KEY, JSON.stringify({ until: Date.now() + seconds * 1000 }));
}

/** Was a change begun that nobody kept or undid? Then the router has undone it, or soon will. */
export function hasMark(): boolean {
	return localStorage.getItem(KEY) !== null;
}

export function clearPending(): void {
	localStorage.removeItem(KEY);
}
