// What do the verbs answer? The same over ubus and with `wgspoke -j`. Types only; the pages take theirs from here.

import type { Device } from '../model/fields.ts';
import type { Outdated } from '../model/lacking.ts';
import type { Network } from '../model/network.ts';
import type { HubAnswer } from '../hub/answer.ts';
import type { Heard } from '../hub/heard.ts';
import type { Left } from '../hub/left.ts';
import type { Unsorted } from '../hub/sort.ts';
import type { News } from '../hub/learn.ts';
import type { Status } from '../doctor/status.ts';
import type { HubMember, HubWords, MemberKind } from '../hub/members.ts';
import type { Change } from '../plan/change.ts';
import type { LanCandidate } from '../plan/lans.ts';
import type { PeerThere, TextKind, UnusedLine } from '../text/reading.ts';
import type { Ladder } from '../doctor/situation.ts';
import type { Finding } from '../words/findings.ts';
import type { Phrase } from '../words/phrase.ts';
import type { Known, Verdict } from '../model/facts.ts';

export type { Known, Verdict } from '../model/facts.ts';
export type { Device, Hub, RouterAccess, Site } from '../model/fields.ts';
export type { Network } from '../model/network.ts';
export type { UciValue } from '../model/kinds.ts';
export type { HubAnswer, HubPeer } from '../hub/answer.ts';
export type { Left } from '../hub/left.ts';
export type { Answer, Sorted, Unsorted } from '../hub/sort.ts';
export type { News } from '../hub/learn.ts';
export type { Heard } from '../hub/heard.ts';
export type { HubMember, HubWords, MemberKind } from '../hub/members.ts';
export type { Change } from '../plan/change.ts';
export type { LanCandidate } from '../plan/lans.ts';
export type { Stage } from '../router/tunnel.ts';
export type { Trial, TrialState } from '../trial/progress.ts';
export type {
	Action,
	ActionKind,
	Cause,
	Ladder,
	MemberLadder,
	Step,
	StepName,
} from '../doctor/situation.ts';
export type { Home, HomeState } from '../doctor/homes.ts';
export type { Pulse, SiteStatus, SiteVerdict, Status } from '../doctor/status.ts';
export type { PeerThere, TextKind, UnusedLine } from '../text/reading.ts';
export type { Finding, FindingCode } from '../words/findings.ts';
export type { Severity } from '../words/kind.ts';
export type { Phrase, Value } from '../words/phrase.ts';

export interface ReadReply {
	/** By this the router knows the text and its keys, for some minutes; '' when it could not keep them. */
	paste: string;
	kind: TextKind;
	network: Network;
	findings: Finding[];
	unused: UnusedLine[];
	has_private_key: boolean;
	has_preshared_key: boolean;
	/** May this router change the hub once it has joined? */
	has_hub_token: boolean;
	/** This router has joined that hub already, and the text brings the token for it: homes and devices stay as here. */
	only_token: boolean;
	/** The key that this home had when a network file was saved, which the hub may still know; '' for none. */
	old_key: string;
	/** Everybody at the hub, where the hub itself printed the text; null for another text. */
	there: Known<PeerThere[]>;
	/** What could be shared of this home, as this router has it. */
	lans: LanCandidate[];
	/** A VPN address that nobody of the network is known to have; '' when the subnet is not known. */
	free_address: string;
}

export interface PlanReply {
	/** null: the hub is told by hand, or of nothing. */
	at_hub: Known<AtHub>;
	/** Does this router get the token for its hub with it? Then there may be no change besides. */
	takes_token: boolean;
	network: Network;
	findings: Finding[];
	/** Empty when errors block the plan, and when nothing is left to change. Secrets are masked. */
	changes: Change[];
	/** The changes as lines of UCI files: '-' before what goes, '+' before what comes. */
	diff: string;
	summary: Phrase[];
	/** What this router's public key is or will be; '' when it is not made yet. */
	public_key: string;
}

/** `trial`: the id of the trial that has begun; '' for none. */
export interface JoinReply extends PlanReply {
	trial: string;
}

/** `hub`: how the hub is told of the new key, where the old one is lost; null: it knows the key. */
export interface RepairReply extends JoinReply {
	hub: Known<HubWords>;
}

export interface LeaveReply {
	/** Does the hub forget this home where the person wants that? Else somebody removes its key there. */
	may_tell: boolean;
	/** null: the hub is not told. */
	at_hub: Known<AtHub>;
	/** By which a running hub forgets this home; '' where its key is not known. */
	forget: string;
	changes: Change[];
	diff: string;
	summary: Phrase[];
	findings: Finding[];
	trial: string;
}

/** Who is told to the hub in the same step, by name, and who is removed there. */
export interface AtHub {
	told: string[];
	removed: string[];
}

/** `peer_block` and `live` are this router's own. */
export interface HubReply extends HubWords {
	findings: Finding[];
	public_key: string;
	/** The whole network, this home first. */
	members: HubMember[];
}

/** What another home has added or removed at the hub; `findings`: why it cannot be taken over here, [] when it can. */
export interface NewsItem extends News {
	findings: Finding[];
	/** The same as a sentence. */
	told: Finding;
}

/** A device that the hub has and this router has not; `told` is the same as a sentence. */
export interface DeviceThere extends Heard {
	name: string;
	address: string;
	public_key: string;
	told: Finding;
}

/** The status, with what is new at the hub. */
export interface StatusReply extends Status {
	news: NewsItem[];
	devices_there: DeviceThere[];
	/** The devices that need their configuration anew, for a home has come since. */
	outdated: Outdated[];
	/** What a person has still to do at the hub. */
	left: Left[];
	/** Does the hub take changes from this router, which needs its token for that? */
	manages_hub: Verdict;
}

/** What the hub says when it is asked now; `answer` null: nothing, and `findings` say why. */
export interface AskReply {
	answer: Known<HubAnswer>;
	findings: Finding[];
	/** What is not at the hub as it should be, or there besides. */
	differences: Finding[];
}

/** What the hub has that this router has not, or otherwise. */
export interface HubCheck {
	/** Why what was pasted, or said last, cannot be used. */
	findings: Finding[];
	/** Seconds since the hub said it; null when it has said nothing. */
	age: Known<number>;
	differences: Finding[];
	/** Keys that only the hub has. */
	unsorted: Unsorted[];
	/** Does the hub take changes from this router? */
	manages_hub: Verdict;
}

/** `gone` and `untold`: the keys and the members of which a person has to tell the hub. */
export interface SortReply extends JoinReply {
	gone: string[];
	untold: string[];
}

/** What to run at the hub as a whole, and what is not so there. */
export interface HubScripts {
	findings: Finding[];
	/** Makes a fresh Ubuntu or Debian server the hub; '' while the VPN subnet or this home's LAN is not known. */
	script: string;
	/** Has a hub that runs already answer the homes. */
	speak: string;
	/** Brings a running hub to what the network is now. */
	sync: string;
	/** Reads only; what it prints is `output` of the call, and then `differences` tells. */
	look: string;
	differences: Finding[];
	/** What they are made for: the network asked about, the one joined, or what a first one is like. */
	network: Network;
	/** Everybody in it, this home first. */
	members: HubMember[];
}

/** An invitation; `conf` and `line` are '' when nothing was done, and hold the private key that was made for it. */
export interface InviteReply extends JoinReply {
	/** The other home's configuration as wg-quick text. */
	conf: string;
	/** The same with all that this router knows of the network, as one line for this package there. */
	line: string;
	hub: HubWords;
	/** What others have to do by hand: a home the command on its router, a device the line in place of its own. */
	others: { name: string; kind: MemberKind; add: string }[];
}

/** What somebody needs who helps; `text`, where it is asked for by a page, is that as it is posted. */
export interface ReportReply {
	ladder: Ladder;
	versions: Record<string, string>;
	/** Our sections as text, by their config; private keys are left out. */
	sections: Record<string, string>;
	/** The name or address of the hub, which is shortened. */
	host: string;
}

/** What came of adding, changing, removing or showing a device. */
export interface DeviceReply {
	findings: Finding[];
	/** null when there is none of that name (any more). */
	device: Known<Device>;
	changes: Change[];
	diff: string;
	trial: string;
	/**
	 * The device's configuration. Its private key is in there when it was made now or is kept, and nowhere else; ''
	 * when nothing was done.
	 */
	conf: string;
	/** Is the private key kept on this router? */
	kept: boolean;
	/** null: what `hub` says is to be done there by hand. */
	at_hub: Known<AtHub>;
	/** The hub has it so already, by its last word: nothing is to be told. */
	hub_knows: boolean;
	hub: HubWords;
}
