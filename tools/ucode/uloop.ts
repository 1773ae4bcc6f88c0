// What does ucode's module `uloop` give in Node? Timers and processes in Node's own loop, which turns by itself:
// `run()` comes back at once, and what was started goes on after the program's text has ended.
import { spawn } from 'node:child_process';

import { toText } from './format.ts';
import { statusOf } from './shared.ts';

export const init = (): boolean => true;
export const run = (): number => 0;
export const end = (): void => undefined;
export const done = (): void => undefined;
export const error = (): null => null;

class Timer {
	private handle: NodeJS.Timeout | null = null;
	private due = 0;
	private readonly ring: () => unknown;

	constructor(milliseconds: number, ring: () => unknown) {
		this.ring = ring;
		if (milliseconds >= 0) this.set(milliseconds);
	}

	set(milliseconds: number): boolean {
		this.cancel();
		this.due = Date.now() + milliseconds;
		this.handle = setTimeout(() => {
			this.handle = null;
			this.ring();
		}, milliseconds);
		return true;
	}

	remaining(): number {
		return this.handle ? Math.max(this.due - Date.now(), 0) : -1;
	}

	cancel(): boolean {
		const was = this.handle != null;
		if (this.handle) clearTimeout(this.handle);
		this.handle = null;
		return was;
	}
}

/** Milliseconds; -1 makes one that does not run yet. */
export const timer = (milliseconds: number, ring: () => unknown = () => null): Timer =>
	new Timer(milliseconds, ring);

/** Runs a program without a shell; 255 when it is not there. */
export function process(
	program: string,
	args: unknown[] | null,
	environment: Record<string, unknown> | null,
	ended: (status: number) => unknown
): { pid(): number; delete(): boolean } {
	let open = true;
	const extra = Object.entries(environment ?? {}).map(([name, value]) => [name, toText(value)]);
	const child = spawn(program, (args ?? []).map(toText), {
		stdio: 'inherit',
		env: { ...globalThis.process.env, ...(Object.fromEntries(extra) as Record<string, string>) },
	});
	const finish = (status: number): void => {
		if (open) ended(status);
		open = false;
	};
	child.on('error', () => {
		finish(255);
	});
	child.on('close', (status, signal) => {
		finish(statusOf(status, signal));
	});
	return {
		pid: () => child.pid ?? -1,
		delete: () => {
			const was = open;
			open = false;
			return was;
		},
	};
}
