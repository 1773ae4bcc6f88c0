// What does the command ask a plan for: a text, a tunnel that was made by hand, or what was joined; and edited how?

import { collect_configs, look_with_name } from '../router/look.ts';
import { joined_network } from './join.ts';
import { read_here } from './read.ts';
import { text_of_tunnel } from './repair.ts';
import { own_request } from './request.ts';
import type { Router } from '../router/router.ts';
import type { Request } from './request.ts';

/** `text`: '' for none; `home`: which home of a whole network this one is, '' for what its LAN tells. */
export function asked_request(
	router: Router,
	text: string,
	home: string,
	more: Pick<Request, 'edit' | 'take_over' | 'by_hand'>
): Request {
	const take_over = more.take_over ?? '';
	// A tunnel made by hand says itself what it is.
	const says_itself = text == '' && take_over != '' && joined_network(router) == null;
	const said = says_itself ? text_of_tunnel(collect_configs(router), take_over) : text;
	const paste = said == '' ? null : read_here(look_with_name(router), said, home);
	return { ...own_request(true), paste: paste, ...more };
}
