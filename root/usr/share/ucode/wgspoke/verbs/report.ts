// What is there to tell somebody who helps: the ladder, versions, and our sections, without a secret?
// What gives away who and where this home is, the one who prints it shortens (see cli/report).

import { readfile } from 'fs';
import { package_version } from '../base/constants.ts';
import { quoted } from '../base/quote.ts';
import { read_answer } from '../hub/answer.ts';
import { network_from_uci, option_text, section_named } from '../model/uci.ts';
import { our_firewall_sections, our_interface } from '../plan/ours.ts';
import { collect_configs } from '../router/look.ts';
import { do_ladder } from './status.ts';
import { hub_said } from './told.ts';
import type { HubAnswer } from '../hub/answer.ts';
import type { Known } from '../model/facts.ts';
import type { UciSection } from '../model/uci.ts';
import type { Router } from '../router/router.ts';
import type { ReportReply } from './replies.ts';

/** Options that are nobody's business. */
const secret = ['private_key', 'preshared_key', 'password'];

function section_text(section: UciSection): string {
	let text = sprintf('config %s %s\n', section.type, quoted(section.name));
	for (const option of keys(section.options)) {
		const value = section.options[option]!;
		const list = type(value) == 'array';
		for (const one of list ? (value as string[]) : [value as string]) {
			const shown = index(secret, option) >= 0 ? '…' : one;
			text += sprintf('\t%s %s %s\n', list ? 'list' : 'option', option, quoted(shown));
		}
	}
	return text;
}

function sections_text(sections: UciSection[]): string {
	return join('', map(sections, section_text));
}

// "DISTRIB_DESCRIPTION='OpenWrt 24.10.4 r28959'" → 'OpenWrt 24.10.4 r28959'
function release(): string {
	const line = match(readfile('/etc/openwrt_release') ?? '', /DISTRIB_DESCRIPTION=['"]([^'"\n]*)/);
	return line ? line[1]! : '';
}

function hub_host(sections: UciSection[]): string {
	return option_text(section_named(sections, 'hub'), 'endpoint_host');
}

/** 'debian 13, kernel 6.12.48, WireGuard 1.0.20210914'; what it does not tell is left out. */
export function hub_versions(answer: Known<HubAnswer>): string {
	const named = (name: string, version: string): string[] =>
		version == '' ? [] : [name == '' ? version : name + ' ' + version];
	return join(', ', [
		...named('', answer?.system ?? ''),
		...named('kernel', answer?.kernel ?? ''),
		...named('WireGuard', answer?.wireguard ?? ''),
	]);
}

/** Waits for nobody: from the last check. `told`: what the hub printed, pasted by hand; '' for what it said last. */
export function do_report(router: Router, told: string): ReportReply {
	const configs = collect_configs(router);
	const name = our_interface(configs);
	const network = filter(
		configs.network,
		(one) => name != '' && (one.name == name || one.type == 'wireguard_' + name)
	);
	const ladder = do_ladder(router, told);
	const said = hub_said(router, network_from_uci(configs.wgspoke));
	const answer = told == '' ? (said?.answer ?? null) : read_answer(told).answer;
	return {
		ladder: ladder,
		versions: {
			Package: 'luci-app-wgspoke ' + package_version,
			System: release(),
			Kernel: trim(readfile('/proc/sys/kernel/osrelease') ?? ''),
			WireGuard: trim(readfile('/sys/module/wireguard/version') ?? ''),
			Hub: hub_versions(answer),
		},
		sections: {
			network: sections_text(network),
			firewall: sections_text(our_firewall_sections(configs)),
			wgspoke: sections_text(configs.wgspoke),
		},
		host: hub_host(configs.wgspoke),
	};
}
