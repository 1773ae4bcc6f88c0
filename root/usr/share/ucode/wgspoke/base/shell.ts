// How does this package run another program?
// Every call goes through here: arguments are quoted in one place, and what is secret travels in a
// file that only root can read, never on a command line.

import { dirname, mkdir, open, popen, rename, unlink } from 'fs';
import { quoted } from './quote.ts';

/** What a program printed and how it ended; `code` is -1 when it could not be started. */
export interface Outcome {
	code: number;
	text: string;
}

/** ["ping", "it's"] → 'ping' 'it'\''s' : each argument is one word for /bin/sh, whatever is in it. */
export function quote(args: string[]): string {
	return join(' ', map(args, quoted));
}

/** Runs `script` with /bin/sh; every value in it has gone through `quote`. */
export function run_script(script: string): Outcome {
	const pipe = popen(script, 'r');
	if (!pipe) return { code: -1, text: '' };
	const text = pipe.read('all') ?? '';
	return { code: pipe.close() ?? -1, text: text };
}

/** Runs a program and returns what it printed; its error output is dropped. */
export function run(args: string[]): Outcome {
	// The shell becomes the program: one process less for a router to start.
	return run_script('exec ' + quote(args) + ' 2>/dev/null </dev/null');
}

/** Runs a program whose standard input is the file `path`. */
export function run_with_input(args: string[], path: string): Outcome {
	return run_script(quote(args) + ' 2>/dev/null <' + quote([path]));
}

/** Starts a program that goes on by itself. */
export function start(args: string[]): void {
	system(['/bin/sh', '-c', quote(args) + ' >/dev/null 2>&1 </dev/null &']);
}

/** Makes a directory that only root can look into, and the one above it; what is there stays as it is. */
export function make_private_dir(path: string): void {
	mkdir(dirname(path)!, 0o755);
	mkdir(path, 0o700);
}

/**
 * Writes `text` so that a reader finds the old file or the new one, readable by root alone.
 * False when that was not possible.
 */
export function write_private(directory: string, name: string, text: string): boolean {
	make_private_dir(directory);
	const path = directory + '/' + name;
	const draft = sprintf('%s.%d', path, clock()[1]);
	const file = open(draft, 'wx', 0o600);
	if (!file) return false;
	const written = file.write(text);
	file.close();
	if (written != length(text) || !rename(draft, path)) {
		unlink(draft);
		return false;
	}
	return true;
}
