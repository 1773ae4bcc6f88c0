// What may everybody know of a change that is being tried out? Types only.

import type { Stage } from '../router/tunnel.ts';
import type { Finding } from '../words/findings.ts';

/**
 * `waiting`: in force, not proved. `proved`: what it was made for is so; a page has to confirm it. `refused`: nothing
 * was changed. `stuck`: neither kept nor undone, and nobody at work on it.
 */
export type TrialState =
	| 'starting'
	| 'waiting'
	| 'proved'
	| 'keeping'
	| 'undoing'
	| 'kept'
	| 'undone'
	| 'refused'
	| 'stuck';

/** What everybody may know of it. */
export interface Trial {
	id: string;
	/** 'join', 'leave', 'invite', 'device'; 'recover' where it was undone later. */
	verb: string;
	state: TrialState;
	/** How far the tunnel has come. */
	stage: Stage;
	/** Seconds until it is undone by itself, while it waits. */
	left: number;
	/** Seconds from the change to its proof; 0 while there is none. */
	seconds: number;
	/** The further port at which the hub is called now, for nothing came back at the one before; 0 for none. */
	port: number;
	/** Why it was refused or undone, and what is so now. */
	findings: Finding[];
}
