// What is a client asking for, and what does that come to on this router?
// Every verb that plans goes through here: network, text or what was joined → findings and changes.

import { is_name } from '../base/names.ts';
import { is_six } from '../base/prefix.ts';
import { free_name, name_by_lan } from '../hub/learn.ts';
import {
	about_site,
	copy_network,
	local_prefixes,
	local_site,
	merge_pasted,
	no_secrets,
	remote_sites,
	value_at,
} from '../model/network.ts';
import { note_lacking } from '../model/lacking.ts';
import { normalize_network, too_many } from '../model/shape.ts';
import { network_from_uci } from '../model/uci.ts';
import { mask_secrets, uci_diff } from '../plan/change.ts';
import { local_lans } from '../plan/lans.ts';
import { is_key_lost } from '../plan/ours.ts';
import { plan_join } from '../plan/plan.ts';
import { preflight } from '../plan/preflight.ts';
import { plan_summary } from '../plan/summary.ts';
import { adopt_tunnel } from '../plan/takeover.ts';
import { complete_secrets, make_pending_key } from '../router/keys.ts';
import { collect_configs, collect_facts, look } from '../router/look.ts';
import { maker_findings } from '../text/makers.ts';
import { unnamed_home } from '../text/networks.ts';
import { renew_key } from './newkey.ts';
import { network_of_token } from './token.ts';
import { finding } from '../words/findings.ts';
import { has_errors, settle } from '../words/settle.ts';
import type { Purpose } from '../model/values.ts';
import type { Facts } from '../model/facts.ts';
import type { Network, Secrets } from '../model/network.ts';
import type { UciConfigs } from '../model/uci.ts';
import type { Change } from '../plan/change.ts';
import type { Router } from '../router/router.ts';
import type { ReadResult } from '../text/reading.ts';
import type { Finding } from '../words/findings.ts';
import type { HubHalf } from './athub.ts';
import type { PlanReply } from './replies.ts';

/** What plan, join and hub are asked for. */
export interface Request {
	/** The network as the client has it, unchecked; null: as the text says, or as this router has it. */
	network: unknown;
	/** What was read from a pasted text, with its keys; null for none. */
	paste: ReadResult | null;
	/** A text was named that is not there any more. */
	paste_gone: boolean;
	/** What is changed in the text's network, or in the one joined; null: nothing. */
	edit: ((network: Network) => Network) | null;
	/** May name servers be waited for? Never inside rpcd. */
	may_wait: boolean;
	/** What the network is for; left out: to join. */
	purpose?: Purpose;
	/** The interface of this very tunnel, made by hand, that goes in the same step; left out: none. */
	take_over?: string;
	/** The hub is told by a person, whatever this router may do; left out: no. */
	by_hand?: boolean;
	/** Fills in what a client's network may leave to this router; left out: nothing. */
	complete?: (network: Network) => Network;
}

/** Nothing but what this router has joined. */
export function own_request(may_wait: boolean): Request {
	return { network: null, paste: null, paste_gone: false, edit: null, may_wait: may_wait };
}

/** A network as this router judges it, and what a plan is made of besides. */
interface Judged {
	network: Network;
	findings: Finding[];
	secrets: Secrets;
	facts: Facts;
}

/** A plan with its secrets in the clear: for staging, never for a reply. */
export interface FullPlan {
	reply: PlanReply;
	changes: Change[];
	/** What the hub's name stood for when the plan was made. */
	endpoint_addresses: string[];
	/** The hub's half of the change; left out where it has none. */
	half?: HubHalf;
}

/** This home's LANs as the router tells them, where the text could not know them. */
export function fill_in(network: Network, facts: Facts): Network {
	const local = local_site(network);
	if (local == null || length(local.lan) > 0) return network;
	const candidates = local_lans(facts);
	const chosen = filter(candidates, (one) => one.preselected);
	for (const candidate of chosen) push(local.lan, candidate.prefix);
	// Where other homes are reached by IPv6, the answers come back by it.
	const six = filter(remote_sites(network), (site) => length(filter(site.lan, is_six)) > 0);
	if (length(six) == 0) return network;
	const behind = map(chosen, (one) => one.interface);
	for (const candidate of candidates) {
		if (!is_six(candidate.prefix) || index(behind, candidate.interface) < 0) continue;
		push(local.lan, candidate.prefix);
	}
	return network;
}

// Names that a router has as long as nobody gave it one: 'OpenWrt', 'GL-MT6000'.
const usual_names = [
	...['openwrt', 'lede', 'immortalwrt', 'lean', 'istoreos', 'friendlywrt', 'kwrt', 'qwrt', 'x-wrt'],
	...['turris', 'router', 'gateway', 'localhost', 'host', 'dd-wrt', 'libremesh', 'gl', 'default'],
];

/** The LANs of this home that a page would have chosen. */
export function own_lans(facts: Facts): string[] {
	const chosen = filter(local_lans(facts), (candidate) => candidate.preselected);
	return map(chosen, (candidate) => candidate.prefix);
}

// What the router is called, where somebody gave it a name; else ''.
function given_name(facts: Facts): string {
	const name = facts.host_name;
	const first = split(lc(name), '-')[0] ?? '';
	if (!is_name(name) || index(usual_names, lc(name)) >= 0 || index(usual_names, first) >= 0)
		return '';
	return name;
}

/** Where the text has no name for this home: that of its router, else its network. */
export function name_home(facts: Facts, network: Network): void {
	const local = local_site(network);
	if (local?.name != unnamed_home) return;
	const given = given_name(facts);
	const lan = own_lans(facts)[0];
	if (given != '' && free_name(network, given) == given) local.name = given;
	else if (lan != null) local.name = free_name(network, name_by_lan(lan));
}

// A LAN of this home among those of the others, as in one list for all homes.
function own_lans_of(network: Network): Finding[] {
	const own = local_prefixes(network);
	const found: Finding[] = [];
	for (const site of remote_sites(network)) {
		for (const lan of site.lan) {
			if (index(own, lan) < 0) continue;
			push(found, finding('own-lan', { value: lan }, about_site(site, 'lan')));
		}
	}
	return found;
}

/** What was said of the text and still holds: what it is about is as the text gave it. */
export function text_findings(paste: ReadResult, network: Network): Finding[] {
	const still = filter(paste.findings, (one) => {
		const given = value_at(paste.network, one.about);
		return sprintf('%J', given) == sprintf('%J', value_at(network, one.about));
	});
	const own = paste.kind == 'conf' ? own_lans_of(network) : [];
	return [...still, ...own, ...maker_findings(paste.maker, network)];
}

/** What a request means, before anything on this router but its configuration is looked at. */
interface Intent {
	/** null: no text, no network, and this router has not joined. */
	network: Network | null;
	/** What had to be changed for it to be a network. */
	findings: Finding[];
}

// The network that is edited: the text's, the text's over the one joined, or that one.
function starting_network(request: Request, joined: Network | null): Network | null {
	const read = request.paste;
	if (read == null) return joined;
	const token = network_of_token(joined, read);
	if (token != null) return token;
	const known = joined != null && joined.hub.public_key == read.network.hub.public_key;
	return known ? merge_pasted(joined, read.network) : read.network;
}

function intent_of(request: Request, configs: UciConfigs): Intent {
	if (request.network != null) {
		const sent = normalize_network(request.network);
		if (request.complete) sent.network = request.complete(sent.network);
		return sent;
	}
	const start = starting_network(request, network_from_uci(configs.wgspoke));
	if (start == null) return { network: null, findings: [finding('not-joined', {})] };
	// One that a hand wrote on this router, or a text added to, is bounded like any other.
	const excess = too_many(start.sites, start.devices);
	if (excess != null) return { network: null, findings: [excess] };
	const network = copy_network(start);
	if (!request.edit) return { network: network, findings: [] };
	return normalize_network(request.edit(network));
}

/** What a request comes to, before a plan is made of it. `make_key`: a router without a key makes one first. */
export function judge_request(router: Router, request: Request, make_key: boolean): Judged {
	const configs = collect_configs(router);
	const intent = intent_of(request, configs);
	const network = intent.network ?? normalize_network({ hub: {} }).network;
	const taken = request.take_over ?? '';
	let pasted: Secrets = request.paste?.secrets ?? no_secrets;
	if (taken != '') pasted = adopt_tunnel(network, pasted, look(router), taken);
	const found = intent.findings;
	if (request.paste_gone) push(found, finding('paste-gone', {}, 'text'));

	// One that was deleted took its key along: with a new one the hub has to be told first.
	const lost = make_key && intent.network != null && pasted.private_key == '';
	if (lost && is_key_lost(configs)) push(found, ...renew_key(router, network, configs));
	let secrets = complete_secrets(router, configs, pasted);
	if (make_key && secrets.private_key == '' && intent.network && make_pending_key(router)) {
		secrets = complete_secrets(router, configs, pasted);
	}
	const facts = collect_facts(router, {
		preflight: true,
		private_key: secrets.private_key,
		endpoint_host: network.hub.endpoint_host,
		may_wait: request.may_wait,
	});
	if (intent.network) {
		if (request.network == null) fill_in(network, facts);
		note_lacking(network_from_uci(configs.wgspoke), network);
		if (request.paste) push(found, ...text_findings(request.paste, network));
		push(found, ...preflight(network, secrets, facts, request.purpose, taken));
	}
	if (make_key && intent.network && secrets.private_key == '') {
		push(found, finding('no-wireguard', { value: 'wireguard-tools' }));
	}
	return { network: network, findings: settle(found), secrets: secrets, facts: facts };
}

/** The plan for a request. `make_key`: a router without a key makes one first. */
export function make_plan(router: Router, request: Request, make_key: boolean): FullPlan {
	const judged = judge_request(router, request, make_key);
	const network = judged.network;
	const findings = judged.findings;
	const facts = judged.facts;
	const blocked = has_errors(findings);
	const taken = request.take_over ?? '';
	const options = { take_over: taken };
	const changes = blocked ? [] : plan_join(network, judged.secrets, facts, options);
	return {
		reply: {
			at_hub: null,
			takes_token: false,
			network: network,
			findings: findings,
			changes: mask_secrets(changes),
			diff: uci_diff(changes),
			summary: blocked ? [] : plan_summary(network, changes, facts, taken),
			public_key: facts.public_key,
		},
		changes: changes,
		endpoint_addresses: facts.endpoint_addresses,
	};
}
