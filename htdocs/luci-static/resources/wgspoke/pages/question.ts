// What will change, and is it wanted? Asked before a change that is not a form of its own.

import { button, buttonRow } from '../widgets/buttons.ts';
import { diffBlock } from '../widgets/changes.ts';
import { closeDialog, showDialog } from '../widgets/dialog.ts';
import { enterPresses } from '../widgets/form.ts';
import { fold } from '../widgets/layout.ts';
import { faultNotice, findingNotice } from '../widgets/notices.ts';
import { said } from '../widgets/words.ts';
import type { Finding, Phrase } from '../types.ts';
import type { ButtonKind } from '../widgets/buttons.ts';

export interface Question {
	title: string;
	/** What it means, before the list of what will change. */
	lead: LuciChild[];
	/** What the person may choose besides, below that list; filled in by `look`. */
	choice?: HTMLElement;
	/** The button that says yes, and of which kind it is. */
	yes: string;
	kind: ButtonKind;
	/** Asks the router, which begins nothing for it. */
	look: () => Promise<{
		findings: Finding[];
		diff: string;
		summary?: Phrase[];
	}>;
	/** The person has said yes; the dialog is still open. */
	go: () => Promise<void>;
	/** The click that puts right what was found; null for none. */
	fixFor?: (finding: Finding) => HTMLElement | null;
}

function close(label: string): HTMLElement {
	return button(label, 'neutral', () => {
		closeDialog();
	});
}

function show(title: string, children: LuciChild[], buttons: LuciChild[]): void {
	showDialog(title, [...children, buttonRow(buttons)]);
}

/** Opens a dialog with *Cancel* and the button that says yes, as Enter in a field does. */
export function openQuestion(
	title: string,
	children: LuciChild[],
	yes: string,
	kind: ButtonKind,
	go: () => Promise<void>
): void {
	const act = button(yes, kind, go);
	const body = E('div', {}, children);
	enterPresses(body, act);
	show(title, [body], [close(_('Cancel')), act]);
}

/** Shows what will change, with the question; resolves when it stands there. */
export async function askChange(asked: Question): Promise<void> {
	const { title, lead, choice, yes, kind, look, go, fixFor = () => null } = asked;
	try {
		const { findings, diff, summary = [] } = await look();
		const notices = findings.map((finding) => findingNotice(finding, fixFor(finding)));
		if (findings.some(({ severity }) => severity === 'error')) {
			show(title, notices, [close(_('Close'))]);
			return;
		}
		const sentences = summary.map((sentence) => E('li', {}, [said(sentence)]));
		const details = fold(_('The exact changes'), [diffBlock(diff)]);
		const list = [E('ul', {}, sentences), ...(choice ? [choice] : [])];
		openQuestion(title, [...lead, ...notices, ...list, details], yes, kind, go);
	} catch (error) {
		show(title, [faultNotice(error)], [close(_('Close'))]);
	}
}
