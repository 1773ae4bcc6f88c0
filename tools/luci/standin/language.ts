// In which language does the page speak? In the first of the browser's that there is a catalogue for, as LuCI's does
// where nobody has set another; each text is looked up by its hash.

import { digits, hash } from '../../po/hash.ts';

type Count = (count: number) => number;

let catalogue: Record<string, string> = {};

const bytes = new TextEncoder();

/** Blanks in a row count as one, and as none at the ends. */
function find(text: string, context?: string, form = ''): string | undefined {
	const trimmed = text.trim().replace(/[ \t\n]+/g, ' ');
	const key = (context ? `${context}\u0001` : '') + trimmed + form;
	return catalogue[digits(hash(bytes.encode(key)))];
}

export const say: typeof _ = (text, context) => find(text, context) ?? text;

/** By the rule of the language, which stands in its catalogue under no text at all. */
export const sayCounted: typeof N_ = (count, one, many) => {
	const rule = catalogue['00000000'] ?? 'plural=(n != 1);';
	// oxlint-disable-next-line typescript/no-implied-eval -- LuCI's page takes the rule so, too
	const asked = new Function('n', `let nplurals, plural; ${rule} return +plural`) as Count;
	const form = asked(count);
	return find(one, '', `\u0002${form}`) ?? (form === 0 ? one : many);
};

/** 'zh-CN' → 'zh-cn', 'zh' */
function names(tag: string): string[] {
	const name = tag.toLowerCase();
	return [...new Set([name, name.replace(/-.*/, '')])];
}

/** Has to be done before the first text is asked for. */
export async function chooseLanguage(tags: readonly string[]): Promise<void> {
	for (const name of tags.flatMap(names)) {
		if (name.startsWith('en')) return;
		const response = await fetch(`/luci-static/standin/${name}.json`);
		if (!response.ok) continue;
		catalogue = (await response.json()) as Record<string, string>;
		document.documentElement.lang = name;
		return;
	}
}
