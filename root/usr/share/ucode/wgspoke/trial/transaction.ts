// How do changes reach the router?
// They are staged as deltas of an rpcd session and applied by rpcd's own rollback transaction: unless
// somebody confirms in time, rpcd puts the old files back. This module is the only one that changes
// the configuration.

import { access, readfile, unlink, writefile } from 'fs';
import { cursor } from 'uci';
import { connect } from 'ubus';
import { make_private_dir } from '../base/shell.ts';
import { config_names } from '../base/constants.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';

/** rpcd refuses to confirm after the timer; this many seconds are left for the confirming call. */
const CONFIRM_MARGIN = 2;

const POLL_MS = 200;

/** Where rpcd keeps what a session has staged; null for what is no session. */
function staging_dir(session: string): string | null {
	const id = match(session, /^[0-9a-f]{32}/);
	return id && id[0] == session ? '/var/run/rpcd/uci-' + session : null;
}

/** The configs in which something is staged already. */
export function staged_configs(session: string): string[] {
	const directory = staging_dir(session);
	if (!directory) return [];
	const found: string[] = [];
	for (const config of config_names) {
		if (length(readfile(directory + '/' + config) ?? '') > 0) push(found, config);
	}
	return found;
}

/** Puts `changes` into a cursor; null, or the failed edit in words. Values may be secret: not quoted. */
function edit(
	config_dir: string,
	savedir: string,
	changes: Change[],
	commit: boolean
): string | null {
	// The package's own file may have been deleted by hand; uci does not create one.
	const own = config_dir + '/wgspoke';
	if (!access(own)) writefile(own, '\n');

	const uci = cursor(config_dir, savedir);
	if (!uci) return 'uci is not there';
	const touched: Record<string, boolean> = {};
	for (const change of changes) {
		const done =
			change.to == null
				? change.option == ''
					? uci.delete(change.config, change.section)
					: uci.delete(change.config, change.section, change.option)
				: change.option == ''
					? uci.set(change.config, change.section, change.to as string)
					: uci.set(change.config, change.section, change.option, change.to);
		if (!done) {
			return sprintf('%s.%s.%s: %s', change.config, change.section, change.option, uci.error());
		}
		touched[change.config] = true;
	}
	for (const config of keys(touched)) {
		const done = commit ? uci.commit(config) : uci.save(config);
		if (!done) return sprintf('%s: %s', config, uci.error());
	}
	return null;
}

/** Stages `changes` for `uci apply` in `session`; null, or what went wrong. */
export function stage(router: Router, session: string, changes: Change[]): string | null {
	const directory = staging_dir(session);
	if (!directory) return 'no such session';
	make_private_dir(directory);
	const problem = edit(router.config_dir, directory, changes, false);
	// A part of it must not be applied with what the session saves next.
	if (problem) for (const config of config_names) unlink(directory + '/' + config);
	return problem;
}

/** Writes `changes` into a directory of UCI files; null, or what went wrong. */
export function write_directory(router: Router, changes: Change[]): string | null {
	const savedir = router.run_dir + '/staging';
	make_private_dir(router.run_dir);
	make_private_dir(savedir);
	return edit(router.config_dir, savedir, changes, true);
}

/** How a transaction ended. `failed` and `rolled back`: the router is in its old state. */
export interface Ending {
	result: 'kept' | 'rolled back' | 'failed';
	/** Seconds from the apply to the answer; 0 when none came. */
	seconds: number;
	reason: string;
}

/**
 * Applies `changes` as one rollback transaction with a session of its own, asks `answered` until it is
 * true or `timeout` seconds are nearly over, and confirms or undoes. For the command line: it waits,
 * which a plugin in rpcd must never do.
 */
export function apply_and_confirm(
	router: Router,
	changes: Change[],
	timeout: number,
	answered: () => boolean,
	keep_anyway: boolean
): Ending {
	const bus = connect();
	const made = bus?.call('session', 'create', { timeout: timeout + 60 });
	if (!bus || !made) return { result: 'failed', seconds: 0, reason: 'rpcd does not answer' };
	const session = { ubus_rpc_session: made['ubus_rpc_session'] };

	const finish = (result: Ending['result'], seconds: number, reason: string): Ending => {
		bus.call('session', 'destroy', session);
		bus.disconnect();
		return { result: result, seconds: seconds, reason: reason };
	};

	const objects: string[][] = [];
	for (const config of config_names) push(objects, [config, 'read'], [config, 'write']);
	bus.call('session', 'grant', { ...session, scope: 'uci', objects: objects });

	const problem = stage(router, made['ubus_rpc_session'] as string, changes);
	if (problem) return finish('failed', 0, problem);

	const begin = clock(true);
	const elapsed = (): number => {
		const now = clock(true);
		return now[0] - begin[0] + (now[1] - begin[1]) * 0.000000001;
	};
	bus.call('uci', 'apply', { ...session, rollback: true, timeout: timeout });
	const refused = bus.error();
	if (refused) return finish('failed', 0, 'another change is being applied (' + refused + ')');

	let alive = answered();
	while (!alive && elapsed() < timeout - CONFIRM_MARGIN) {
		sleep(POLL_MS);
		alive = answered();
	}
	const seconds = elapsed();
	if (alive || keep_anyway) {
		bus.call('uci', 'confirm', session);
		const late = bus.error();
		if (late) return finish('rolled back', 0, 'the confirmation came too late');
		return finish('kept', alive ? seconds : 0, '');
	}
	bus.call('uci', 'rollback', session);
	return finish('rolled back', 0, 'the hub did not answer');
}
