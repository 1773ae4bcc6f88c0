// A router as people have it: its files and, where they tell, what netifd, the kernel and `ps` say there.
// The folders of test/fixtures/routers are rebuilt from public reports, with invented keys and addresses.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { plan_join } from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';
import { preflight } from '../../root/usr/share/ucode/wgspoke/plan/preflight.ts';
import { plan_summary } from '../../root/usr/share/ucode/wgspoke/plan/summary.ts';
import { adopt_tunnel } from '../../root/usr/share/ucode/wgspoke/plan/takeover.ts';
import { collect_facts } from '../../root/usr/share/ucode/wgspoke/router/look.ts';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { read_here } from '../../root/usr/share/ucode/wgspoke/verbs/read.ts';
import { fill_in, text_findings } from '../../root/usr/share/ucode/wgspoke/verbs/request.ts';
import { has_errors, settle } from '../../root/usr/share/ucode/wgspoke/words/settle.ts';
import { in_english } from '../../root/usr/share/ucode/wgspoke/words/phrase.ts';
import type { Facts, RouterInterface } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import type { Change } from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import type { Finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';

const ROUTERS = 'test/fixtures/routers';

export interface Situation {
	network: Network;
	facts: Facts;
	findings: Finding[];
	/** 'error same-tunnel private_key' */
	told: string[];
	changes: Change[];
	summary: string[];
}

export interface Asked {
	file?: string;
	/** From its files alone, as the command does on a directory. */
	directory?: boolean;
	/** What is known besides. */
	more?: Partial<Facts>;
	take_over?: string;
	edit?: (network: Network) => unknown;
}

/** What the router's own software would tell; what the file leaves out is usual. */
function liveFacts(folder: string): Partial<Facts> {
	const path = join(folder, 'live.json');
	if (!existsSync(path)) return {};
	const live = JSON.parse(readFileSync(path, 'utf8')) as Partial<Facts>;
	const interfaces = (live.interfaces ?? []).map((one: Partial<RouterInterface>) => ({
		...{ name: '', device: '', proto: 'static', up: true, addresses: [], routes: [], dns: [] },
		...{ stopped: false },
		...one,
	}));
	return { ...live, interfaces };
}

/** What is said, and what would change, where this text is pasted on that router. */
export function situation(name: string, asked: Asked = {}): Situation {
	const folder = join(ROUTERS, name);
	const text = readFileSync(join(folder, asked.file ?? 'home.conf'), 'utf8');
	const query = { preflight: true, private_key: '', endpoint_host: '', may_wait: false };
	const found = collect_facts(directory(folder), query);
	const live = asked.directory ? {} : liveFacts(folder);
	const facts: Facts = { ...found, ...live, ...asked.more };
	const read = read_here(facts, text, '');
	const network = read.network;
	asked.edit?.(network);
	fill_in(network, facts);
	const take = asked.take_over ?? '';
	const secrets = adopt_tunnel(network, read.secrets, facts, take);
	const findings = settle([
		...text_findings(read, network),
		...preflight(network, secrets, facts, undefined, take),
	]);
	const changes = has_errors(findings)
		? []
		: plan_join(network, secrets, facts, { take_over: take });
	return {
		network,
		facts,
		findings,
		told: findings.map(({ severity, code, about }) => `${severity} ${code} ${about}`.trim()),
		changes,
		summary: plan_summary(network, changes, facts, take).map(in_english),
	};
}
