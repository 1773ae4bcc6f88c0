// How does this package run another program?
// Every call goes through here: arguments are quoted in one place, and what is secret travels in a
// file that only root can read, never on a command line.

import { dirname, error, mkdir, open, popen, readfile, rename, unlink } from 'fs';
import { quoted } from './quote.ts';

/** What the system says of a disk that is full. */
export const no_space = 'No space left on device';

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

/** The same of a program that may print without end: no more than so many bytes are read, then it has lost its reader. */
export function run_bounded(script: string, most: number): Outcome {
	const pipe = popen(script, 'r');
	if (!pipe) return { code: -1, text: '' };
	const text = pipe.read(most) ?? '';
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

/** Starts a program that goes on by itself, also when the terminal or the program that started it is gone. */
export function start(args: string[]): void {
	system([
		'/bin/sh',
		'-c',
		'(trap "" HUP INT; exec ' + quote(args) + ') >/dev/null 2>&1 </dev/null &',
	]);
}

/** Makes a directory that only root can look into, and the one above it; what is there stays as it is. */
export function make_private_dir(path: string): void {
	mkdir(dirname(path)!, 0o755);
	mkdir(path, 0o700);
}

/**
 * Writes a new file and reads it again; '' or why it is not there. Nothing is left of one that failed.
 * What `write` and `flush` say is no proof: a short text leaves its buffer when the file is closed.
 */
export function write_new(path: string, text: string, mode: number): string {
	unlink(path);
	const file = open(path, 'wx', mode);
	if (!file) return error() ?? 'it cannot be opened';
	file.write(text);
	file.close();
	const found = readfile(path) ?? '';
	if (found == text) return '';
	unlink(path);
	return length(found) < length(text) ? no_space : 'it is not what was written';
}

/**
 * Writes `text` so that a reader finds the old file or the new one, readable by root alone.
 * False when that was not possible.
 */
export function write_private(directory: string, name: string, text: string): boolean {
	make_private_dir(directory);
	const path = directory + '/' + name;
	const draft = sprintf('%s.%d', path, clock()[1]);
	return write_new(draft, text, 0o600) == '' && !!rename(draft, path);
}
