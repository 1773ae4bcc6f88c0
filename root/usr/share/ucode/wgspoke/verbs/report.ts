// What is there to tell somebody who helps: the ladder, versions, and our sections, without a secret?
// What gives away who and where this home is, the one who prints it shortens (see cli/report).

import { readfile } from 'fs';
import { quoted } from '../base/quote.ts';
import { option_text, section_named } from '../model/uci.ts';
import { our_firewall_sections, our_interface } from '../plan/ours.ts';
import { collect_configs } from '../router/look.ts';
import { do_ladder } from './status.ts';
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

/** Waits for nobody: from the last check. */
export function do_report(router: Router, told: string): ReportReply {
	const configs = collect_configs(router);
	const name = our_interface(configs);
	const network = filter(
		configs.network,
		(one) => name != '' && (one.name == name || one.type == 'wireguard_' + name)
	);
	const ladder = do_ladder(router, told);
	return {
		ladder: ladder,
		versions: {
			System: release(),
			Kernel: trim(readfile('/proc/sys/kernel/osrelease') ?? ''),
			WireGuard: trim(readfile('/sys/module/wireguard/version') ?? ''),
		},
		sections: {
			network: sections_text(network),
			firewall: sections_text(our_firewall_sections(configs)),
			wgspoke: sections_text(configs.wgspoke),
		},
		host: hub_host(configs.wgspoke),
	};
}
