// How is a router set up that has no network yet?
// Over its serial console: Enter activates it, then a command is typed and answered with its exit status.

export interface Console {
	/** Types a line and waits for its exit status; rejects when it is not 0 or the time is over. */
	run(line: string): Promise<void>;
	/** Waits for the invitation to press Enter, and for the shell behind it. */
	activate(): Promise<void>;
}

/** What a console needs of a process: where to type, and what is printed. */
export interface ConsoleEnds {
	write(text: string): void;
	onData(listener: (text: string) => void): void;
}

const INVITATION = 'Please press Enter to activate this console';
const PROMPT = /root@[^\n]*# $/;

/** How often Enter is pressed again: lines typed while the kernel still prints are lost. */
const RETRY_MS = 1000;

/** `deadlineMs` is for each step. */
export function openConsole(ends: ConsoleEnds, deadlineMs: number): Console {
	let seen = '';
	let wake = (): void => undefined;
	let count = 0;
	ends.onData((text) => {
		seen += text;
		wake();
	});

	async function expect<T>(look: () => T | null, what: string, again?: () => void): Promise<T> {
		const end = Date.now() + deadlineMs;
		for (;;) {
			const found = look();
			if (found !== null) return found;
			const left = end - Date.now();
			if (left <= 0)
				throw new Error(`The console did not show ${what}. It ends with: ${seen.slice(-300)}`);
			await new Promise<void>((resolve) => {
				const timer = setTimeout(
					() => {
						again?.();
						resolve();
					},
					Math.min(left, RETRY_MS)
				);
				wake = () => {
					clearTimeout(timer);
					resolve();
				};
			});
		}
	}

	return {
		async activate() {
			await expect(() => (seen.includes(INVITATION) ? true : null), 'its invitation');
			seen = '';
			const enter = (): void => {
				ends.write('\n');
			};
			enter();
			await expect(() => (PROMPT.test(seen) ? true : null), 'a prompt', enter);
		},
		async run(line) {
			const mark = `ended-${String(++count)}`;
			seen = '';
			// The echo of the line shows the variable, the shell's answer its value.
			ends.write(`${line}; echo ${mark}:$?\n`);
			const pattern = new RegExp(`${mark}:(\\d+)`);
			const code = await expect(() => pattern.exec(seen)?.[1] ?? null, `the end of "${line}"`);
			if (code !== '0') throw new Error(`On the console, "${line}" ended with ${code}.`);
		},
	};
}
