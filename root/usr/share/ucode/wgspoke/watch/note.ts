// Where does the watch leave what it knows? In a file of the directory that is forgotten at a reboot.

import { readfile } from 'fs';
import { write_private } from '../base/shell.ts';
import { steady } from '../base/uptime.ts';
import type { Known, Watched } from '../model/facts.ts';
import type { Router } from '../router/router.ts';
import type { Clocks } from './known.ts';

const file_name = 'watch.json';

/** What both clocks say now. */
export function clocks_now(): Clocks {
	return { steady: steady(), time: time() };
}

/** What was left; null for nothing. Whether it is fresh, is_watching tells. */
export function read_watched(router: Router): Known<Watched> {
	const text = readfile(router.run_dir + '/' + file_name);
	if (text == null) return null;
	try {
		return json(text) as Watched;
	} catch {
		return null;
	}
}

/** Leaves what is known, so that a reader finds the old file or the new one; false when that was not possible. */
export function write_watched(router: Router, known: Watched): boolean {
	return write_private(router.run_dir, file_name, sprintf('%J', known));
}
