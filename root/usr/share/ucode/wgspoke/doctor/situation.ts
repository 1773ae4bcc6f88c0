// What is known when somebody asks why it does not work, and what is a cause? Types only.

import type { HubAnswer } from '../hub/answer.ts';
import type { Evidence, Facts, Known, Verdict } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import type { Finding, FindingCode } from '../words/findings.ts';
import type { PeerIndex } from '../hub/heard.ts';
import type { Phrase } from '../words/phrase.ts';
import type { Home } from './homes.ts';

/**
 * The steps, in order. Of the connection: this router is online, the server answers, the hub shakes hands, it answers
 * inside the VPN, this router passes this home's packets on, the hub answers this home's LAN, large packets pass. Of
 * another home: its router, its network, the device that is named there.
 */
export type StepName =
	| 'online'
	| 'server'
	| 'handshake'
	| 'hub'
	| 'here'
	| 'lan'
	| 'flow'
	| 'router'
	| 'network'
	| 'device';

export interface Step {
	step: StepName;
	title: Phrase;
	verdict: Verdict;
	/** Seconds since that was so; null when it was not looked at. */
	age: Known<number>;
	/** Nobody should believe it any more. */
	old: boolean;
	/** What was measured: 'answer from 192.168.4.1, 31 ms'; null for nothing. */
	seen: Known<Phrase>;
	/** Milliseconds; null where nothing answered. */
	rtt: Known<number>;
}

/**
 * What a page can offer by one click; `value` is what it needs. 'look': paste what the hub tells, which decides;
 * 'update-hub': the script that brings it in step; 'mtu': the MTU to set, through a trial; 'repair': the configuration
 * as it was joined; 'settings': this home's own; 'other-home': nothing can be done here; 'check': look once more.
 */
export type ActionKind =
	'look' | 'update-hub' | 'mtu' | 'repair' | 'settings' | 'other-home' | 'check' | 'by-hand';

export interface Action {
	kind: ActionKind;
	value: string;
}

/** Why something does not work. */
export interface Cause {
	/** What is so, why, and what to do. */
	finding: Finding;
	/** What was measured that says so, in small print. */
	evidence: Phrase[];
	action: Action;
	/** Causes that look the same from here; the finding says which one look decides. [] when it is decided. */
	alike: FindingCode[];
}

/** How far it is to another home, once the hub answers this home's LAN. */
export interface MemberLadder {
	name: string;
	/** Its place among the sites of the network. */
	place: number;
	/** How it is: `steps` say no more, and no less. */
	home: Home;
	steps: Step[];
	/** The first step that fails; '' for none. */
	failing: StepName | '';
	cause: Known<Cause>;
	/** Why it cannot be told whether it is reached; null where it can, or where nobody was asked. */
	doubt: Known<Finding>;
}

export interface Ladder {
	joined: boolean;
	/** Seconds since the last check; null for none since the router started, or none of this network. */
	age: Known<number>;
	/** A check runs now. */
	checking: boolean;
	/**
	 * Was everything seen to work? 'no': a step fails. 'not checked': none does, and it is too long ago, or not every home
	 * could be seen. One that is invited and has not joined yet does not matter.
	 */
	works: Verdict;
	/** The steps to the hub. After one that fails the rest is 'not checked'. */
	steps: Step[];
	/** The first step that fails, of all; '' for none. */
	failing: StepName | '';
	/** The home whose step that is; '' when it is one to the hub. */
	member: string;
	/** Why, and what to do; null when nothing fails. */
	cause: Known<Cause>;
	/** The other homes, in the order of the network. */
	members: MemberLadder[];
	/** What is not as it should be though every step goes well. */
	warnings: Cause[];
	/** Seconds since the hub told what it knows; null when it did not. */
	hub_told: Known<number>;
	/** Why what somebody has pasted from the hub cannot be used; [] when it can, or nobody has. */
	look: Finding[];
}

/** What a cause is looked for in. */
export interface Situation {
	network: Network;
	facts: Facts;
	/** What is said of the configuration, see plan/appraise, and of the watch. */
	found: Finding[];
	/** Is our configuration as it was joined? */
	drifted: boolean;
	/** null: no check of this network yet. */
	evidence: Known<Evidence>;
	/** What the hub told, and how many seconds ago; null: nothing. */
	answer: Known<HubAnswer>;
	answer_age: Known<number>;
	/** Was the hub looked at for this, by somebody who got there by another way than the tunnel? */
	looked: boolean;
	/** How the homes are, in the order of the network; made of the same evidence and the same answer. */
	homes: Home[];
}

/** The same, with the peers of the answer to be looked up. */
export interface Indexed extends Situation {
	peers: Known<PeerIndex>;
}
