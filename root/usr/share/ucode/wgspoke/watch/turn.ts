// How does the watch look at the tunnel, ask the others, and send the tunnel after a hub that has moved?

import { next_door } from '../base/doors.ts';
import { run, start } from '../base/shell.ts';
import { read_probe } from '../doctor/probe.ts';
import { send_tunnel } from '../router/doors.ts';
import { look_up } from '../router/names.ts';
import { device_number, tunnel_secrets } from '../router/look.ts';
import { ping_all } from '../router/ping.ts';
import { hear_hub } from '../router/talk.ts';
import { hub_token, is_news, keep_told, last_told, look_question, owes } from '../router/told.ts';
import { parse_wg_dump } from '../router/tunnel.ts';
import {
	after_asking,
	after_door,
	after_hub,
	after_look,
	after_look_up,
	after_move,
	after_probe,
	at_door,
	has_joined,
	new_endpoint,
	next_asked,
	seen_at,
	wants_door,
	wants_hub,
	wants_look_up,
} from './known.ts';
import { clocks_now, write_watched } from './note.ts';
import type { Known, LiveTunnel, Watched } from '../model/facts.ts';
import type { Router } from '../router/router.ts';
import type { Aim } from './known.ts';

/** Takes over what is new. A program of its own: it needs the whole of the domain, which would lie in memory all the time. */
const learn = ['/usr/bin/wgspoke', 'learn'];

/** The tunnel with the hub as its only peer, as it runs now; null where there is none. */
function look_at(aim: Aim, secrets: Record<string, string>): Known<LiveTunnel> {
	const shown = run(['wg', 'show', aim.interface, 'dump']);
	if (shown.code != 0) return null;
	// Of one interface `wg` leaves its name out.
	let text = '';
	for (const line of split(shown.text, '\n')) {
		const ours = text == '' || index(line, aim.hub_key + '\t') == 0;
		if (ours) text += aim.interface + '\t' + line + '\n';
	}
	return parse_wg_dump(text, secrets)[0] ?? null;
}

/** What is known after a look. */
function seen_now(router: Router, aim: Aim, before: Watched): Watched {
	const device = device_number(aim.interface);
	const secrets = tunnel_secrets(router, aim.interface);
	// Without a device there is nobody to start a program for.
	const tunnel = device == '' ? null : look_at(aim, secrets);
	const known = at_door(after_look(before, tunnel, clocks_now()), aim);
	return seen_at(known, device, router.memory.secrets!.files);
}

function send_to(aim: Aim, endpoint: string): boolean {
	return send_tunnel(aim.interface, aim.hub_key, endpoint);
}

/** Looks the hub's name up, and follows it. */
function follow(aim: Aim, before: Watched): Watched {
	const addresses = look_up(aim.host) ?? [];
	const known = after_look_up(before, addresses);
	const endpoint = new_endpoint(known, aim, addresses);
	if (endpoint == '' || !send_to(aim, endpoint)) return known;
	warn(sprintf('the hub %s has moved from %s to %s\n', aim.host, known.endpoint, endpoint));
	return after_move(known, endpoint);
}

/** Calls a hub that is dead at the next of its ports: many a provider slows one down, or closes it. */
function knock(aim: Aim, before: Watched): Watched {
	const endpoint = next_door(before.endpoint, aim.doors);
	return send_to(aim, endpoint) ? after_door(before, endpoint) : before;
}

/** Asks whoever's turn it is. */
function ask(aim: Aim, before: Watched): Watched {
	const address = next_asked(before, aim);
	if (address == '') return before;
	const pings = ping_all({ member: { address: address, source: '' } });
	return after_asking(before, aim, address, exists(pings.answered, 'member'));
}

/** Asks the hub what it knows, and keeps that. */
function hear(router: Router, aim: Aim, before: Watched): Watched {
	if (!wants_hub(before, aim)) return before;
	const address = aim.members[0]!.address;
	const text = hear_hub(router, address, look_question(hub_token(router, aim.hub_key)));
	if (text != '') {
		const news = before.told_at == 0 || is_news(last_told(router, aim.hub_key), text);
		keep_told(router, aim.hub_key, text);
		if (news || owes(router)) start(learn);
	}
	return after_hub(before, aim, text != '');
}

/** One look: what is known afterwards, which lies in the file as well. */
export function take_turn(router: Router, aim: Aim, before: Watched): Watched {
	let known = seen_now(router, aim, before);
	known = after_probe(known, aim, read_probe(router));
	write_watched(router, known);
	// What waits for others comes last: who reads meanwhile finds what is so.
	const looked = wants_look_up(known, aim) ? follow(aim, known) : known;
	const called = wants_door(looked, aim) ? knock(aim, looked) : looked;
	const asked = hear(router, aim, ask(aim, called));
	if (asked != known) write_watched(router, asked);
	if (has_joined(before, asked, aim)) start(learn);
	return asked;
}
