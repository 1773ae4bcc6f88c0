// What was asked for on the command line, with the files that it names, and how is it answered: as text or as JSON?

import { readfile, stdin } from 'fs';
import { text_limit } from '../base/bounds.ts';
import { network_with_options } from '../cli/options.ts';
import { asked_request } from '../verbs/asked.ts';
import type { Options } from '../cli/options.ts';
import type { Network } from '../model/network.ts';
import type { Router } from '../router/router.ts';
import type { Request } from '../verbs/request.ts';

export interface Asked {
	router: Router;
	options: Options;
}

/** Ends the program: nothing was done. */
export function usage(problem: string): never {
	warn('wgspoke: ' + problem + '\nRun "wgspoke help" for the options.\n');
	exit(2);
}

/** The value that a check of the options has given, which says what is wrong with them in a text. */
export function sound<T extends object>(value: T | string): T {
	if (type(value) == 'string') usage(value as string);
	return value as T;
}

/** The option's value; '' when it was not given. */
export function given(asked: Asked, name: string): string {
	return asked.options.given[name]?.[0] ?? '';
}

export function is_given(asked: Asked, name: string): boolean {
	return asked.options.given[name] != null;
}

/** The text at this path, '-' for standard input; '' for no path. */
export function read_path(path: string): string {
	if (path == '') return '';
	const text = path == '-' ? stdin.read('all') : readfile(path, text_limit + 1);
	if (text == null) usage(sprintf('cannot read "%s"', path));
	if (text == '') usage(sprintf('"%s" is empty', path));
	return text;
}

/** The request for plan, join and hub: the text's network, or the one joined, with what the options say. */
export function request_of(asked: Asked): Request {
	return asked_request(asked.router, read_path(asked.options.file), given(asked, 'home'), {
		edit: (network: Network): Network => sound(network_with_options(network, asked.options)),
		take_over: given(asked, 'take-over'),
		by_hand: is_given(asked, 'by-hand'),
	});
}

/** What is read on the way to the answer; of one that is JSON nothing. */
export function tell(asked: Asked, text: string): void {
	if (!asked.options.json) print(text);
}

/** The answer. */
export function show(asked: Asked, reply: object, text: string): void {
	print(asked.options.json ? sprintf('%J\n', reply) : text);
}
