// How do messages become a gettext template, and back? In the form in which LuCI's own scanner writes one.

import { po } from 'gettext-parser';
import type { GetTextTranslation } from 'gettext-parser';
import { printPlace } from './syntax.ts';
import type { Message } from './messages.ts';
import type { Place } from './syntax.ts';

/** Where it is, below the project: luci.mk looks for it by this name. */
export const TEMPLATE = 'luci-app-wgspoke/po/templates/wgspoke.pot';

/** LuCI's templates tell their character set and nothing else. */
const HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n';

/** By bytes, as msguniq sorts in the C locale. */
function compareBytes(a: string, b: string): number {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function comparePlaces(a: Place, b: Place): number {
	return compareBytes(a.file, b.file) || a.line - b.line;
}

export function compareEntries(a: GetTextTranslation, b: GetTextTranslation): number {
	return compareBytes(a.msgid, b.msgid) || compareBytes(a.msgctxt ?? '', b.msgctxt ?? '');
}

function entryOf({ text, plural, context, places }: Message): GetTextTranslation {
	return {
		...(context === null ? {} : { msgctxt: context }),
		msgid: text,
		...(plural === null ? { msgstr: [''] } : { msgid_plural: plural, msgstr: ['', ''] }),
		comments: { reference: places.toSorted(comparePlaces).map(printPlace).join('\n') },
	};
}

/** The template; no message is twice in the list. */
export function writeTemplate(messages: Message[]): string {
	const entries = messages.map(entryOf);
	const translations = Object.fromEntries(
		[...new Set(entries.map(({ msgctxt = '' }) => msgctxt))].map((context) => [
			context,
			Object.fromEntries(
				entries
					.filter(({ msgctxt = '' }) => msgctxt === context)
					.map((entry) => [entry.msgid, entry])
			),
		])
	);
	const text = po
		.compile({ charset: 'utf-8', headers: {}, translations }, { sort: compareEntries })
		.toString();
	return HEADER + text.slice(text.indexOf('\n\n') + 1);
}

/** 'htdocs/a.ts:7' → its file and line */
function readPlace(text: string): Place {
	const at = text.lastIndexOf(':');
	return { file: text.slice(0, at), line: Number(text.slice(at + 1)) };
}

/** What a template says, in its order. */
export function readTemplate(template: string): Message[] {
	const { translations } = po.parse(template);
	return Object.values(translations)
		.flatMap((texts) => Object.values(texts))
		.filter(({ msgid }) => msgid !== '')
		.sort(compareEntries)
		.map(({ msgid, msgid_plural: plural, msgctxt: context, comments }) => ({
			text: msgid,
			plural: plural ?? null,
			context: context ?? null,
			places: (comments?.reference ?? '').split(/\s+/).map(readPlace),
		}));
}
