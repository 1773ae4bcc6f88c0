// Which programs divert the traffic of a whole router, whatever they are called in this edition of theirs?
// By families: the name of a process begins with one of a family's words, in small letters.

/** `title` is what people call it, `words` what its processes begin with; of two that fit, the first row counts. */
interface Family {
	title: string;
	words: string[];
}

// A process is known by its first 15 characters. passwall, homeproxy, OpenClash and their like start these programs.
const families: Family[] = [
	{ title: 'ShellCrash (Clash)', words: ['crashcore', 'shellcrash', 'shellclash'] },
	{ title: 'OpenClash', words: ['clash', 'openclash'] },
	{ title: 'mihomo', words: ['mihomo', 'nikki'] },
	{ title: 'sing-box', words: ['sing-box', 'singbox', 'homeproxy'] },
	{ title: 'v2rayA', words: ['v2raya'] },
	{ title: 'Xray', words: ['xray'] },
	{ title: 'V2Ray', words: ['v2ray'] },
	{ title: 'passwall', words: ['passwall'] },
	{ title: 'dae', words: ['daed', 'dae-', 'dae'] },
	{ title: 'ShadowsocksR', words: ['ssr-redir', 'ssr-local', 'ssrplus'] },
	{ title: 'Shadowsocks', words: ['ss-redir', 'ss-local', 'sslocal', 'ssredir'] },
	{ title: 'Trojan', words: ['trojan'] },
	{ title: 'Hysteria', words: ['hysteria'] },
	{ title: 'TUIC', words: ['tuic'] },
	{ title: 'NaiveProxy', words: ['naive'] },
	{ title: 'Brook', words: ['brook'] },
	{ title: 'redsocks', words: ['redsocks'] },
	{ title: 'ipt2socks', words: ['ipt2socks'] },
	{ title: 'tun2socks', words: ['tun2socks', 'hev-socks5'] },
];

// Words so short that a longer name means something else.
const whole_words = ['dae', 'naive', 'brook'];

function fits(process: string, word: string): boolean {
	if (index(process, word) != 0) return false;
	return index(whole_words, word) < 0 || length(process) == length(word);
}

/** 'CrashCore' → 'ShellCrash (Clash)', 'xray-core' → 'Xray'; '' for a program that is none. */
export function proxy_title(process: string): string {
	const name = lc(process);
	for (const family of families) {
		for (const word of family.words) if (fits(name, word)) return family.title;
	}
	return '';
}
