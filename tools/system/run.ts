// How does the lab run a program and get back what it said?
// No shell anywhere: an argument vector in, an exit code and two texts out.
import { spawn } from 'node:child_process';

export interface RunOptions {
	/** Written to the program's standard input, which is then closed. */
	stdin?: string | Uint8Array;
	/** Milliseconds until the program and its children in the same process group are killed. */
	timeout?: number;
	/** The whole environment; without it the program inherits ours. */
	env?: Record<string, string>;
	/** Killed in the same way when this signal fires. */
	signal?: AbortSignal;
}

export interface RunResult {
	/** Exit code; 128 + n for signal n; 127 when the program does not exist. */
	code: number;
	stdout: string;
	stderr: string;
}

export interface RunBytes {
	code: number;
	stdout: Buffer;
	stderr: Buffer;
}

const KILLED = 137;
const NOT_FOUND = 127;

// A program that leaves a child in the background leaves its pipes open as well; what it said itself
// has arrived within this time of its exit.
const PIPE_GRACE_MS = 150;

/** Runs a program to its end and returns its output as bytes. Never throws. */
export function runBytes(argv: readonly string[], options: RunOptions = {}): Promise<RunBytes> {
	return new Promise((resolve) => {
		const out: Buffer[] = [];
		const err: Buffer[] = [];
		const [program = '', ...args] = argv;
		const child = spawn(program, args, {
			detached: true,
			stdio: ['pipe', 'pipe', 'pipe'],
			...(options.env ? { env: options.env } : {}),
		});
		let settled = false;
		const settle = (code: number): void => {
			if (settled) return;
			settled = true;
			clearTimeout(timer);
			options.signal?.removeEventListener('abort', kill);
			child.stdout.destroy();
			child.stderr.destroy();
			resolve({ code, stdout: Buffer.concat(out), stderr: Buffer.concat(err) });
		};
		const kill = (): void => {
			try {
				if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
			} catch {
				// it ended by itself in the meantime
			}
		};
		const timer = options.timeout ? setTimeout(kill, options.timeout) : undefined;
		options.signal?.addEventListener('abort', kill);
		child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
		child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
		child.on('error', (error) => {
			err.push(Buffer.from(`${program}: ${error.message}\n`));
			settle(NOT_FOUND);
		});
		child.on('close', (code) => {
			settle(code ?? KILLED);
		});
		child.on('exit', (code) => {
			// On a busy machine the time may be over before anything was read: one more turn of the loop reads it.
			setTimeout(() => {
				setImmediate(() => {
					settle(code ?? KILLED);
				});
			}, PIPE_GRACE_MS).unref();
		});
		// A program that does not read its input closes the pipe; that is its right.
		child.stdin.on('error', () => undefined);
		child.stdin.end(options.stdin);
	});
}

/** Runs a program to its end and returns its output as text. Never throws. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
	const { code, stdout, stderr } = await runBytes(argv, options);
	return { code, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') };
}

/**
 * For a program that opens /dev/stdin by its name, as wg does: our end is a socket, which cannot be
 * opened so; cat makes a pipe of it.
 */
export const throughPipe = (argv: readonly string[]): string[] => [
	'sh',
	'-c',
	'cat | "$@"',
	'sh',
	...argv,
];

/** The last line that a failed program wrote, for an error text: 'RTNETLINK answers: File exists'. */
export function lastLine(result: RunResult): string {
	const lines = `${result.stdout}\n${result.stderr}`
		.split('\n')
		.filter((line) => line.trim() !== '');
	return lines.at(-1)?.trim() ?? `exit code ${String(result.code)}`;
}
