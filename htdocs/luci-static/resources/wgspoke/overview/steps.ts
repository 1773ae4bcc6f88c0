// Which step fails, why, and what is to be done? The ladder of the last check, to the first step that fails.

import { button } from '../widgets/buttons.ts';
import { ago, fill, said } from '../widgets/words.ts';
import { causeBar } from '../pages/cause.ts';
import { lookFold } from '../pages/hublook.ts';
import { tabLink } from '../pages/tabs.ts';
import type { Cause, Ladder, Step } from '../types.ts';

const SIGN = { yes: '✓', no: '✗', 'not checked': '–' } as const;

function resultOf({ step, verdict, seen, age, old }: Step, checked: number | null): string {
	const measured = seen ? said(seen) : verdict === 'not checked' ? _('not reached') : '';
	// What is said of a handshake has its age in it.
	if (step === 'handshake' && seen) return measured;
	if (age === null || (!old && age === checked)) return measured;
	return measured === '' ? ago(age) : fill(_('{measured}, {when}'), { measured, when: ago(age) });
}

function row(step: Step, checked: number | null): HTMLElement {
	const state = step.old ? 'not checked' : step.verdict;
	return E('li', { 'data-verdict': state, 'data-step': step.step, 'data-key': step.step }, [
		E('b', { 'aria-hidden': 'true' }, [SIGN[step.verdict]]),
		E('span', {}, [said(step.title)]),
		E('span', { class: 'wgs-measured' }, [
			E('span', { class: 'wgs-heard' }, [
				step.verdict === 'yes' ? _('works:') : step.verdict === 'no' ? _('fails:') : '',
			]),
			' ',
			resultOf(step, checked),
		]),
	]);
}

/** The steps to the hub, and on to the home whose step fails. */
export function ladderList({ steps, members, member, age }: Ladder): HTMLElement {
	const there = members.find(({ name }) => name === member);
	const shown = [...steps, ...(there?.steps ?? [])];
	return E(
		'ol',
		{ class: 'wgs-ladder', 'data-part': 'ladder', 'data-key': 'ladder' },
		shown.map((step) => row(step, age))
	);
}

/** What one click can do about it. `set` sets the MTU. */
export interface Remedies {
	check: () => Promise<void>;
	repair: () => Promise<void>;
	settings: () => Promise<void>;
	setMtu: (mtu: number) => Promise<void>;
	/** Takes what the hub printed; gives what is to be said of it beside the cause. */
	compare: (printed: string) => Promise<HTMLElement[]>;
	mayWrite: boolean;
}

function actionOf({ action: { kind, value } }: Cause, remedies: Remedies): HTMLElement[] {
	const { check, repair, settings, setMtu, mayWrite } = remedies;
	if (kind === 'check') return [button(_('Check again'), 'neutral', check)];
	if (kind === 'update-hub') return [tabLink('hub', _('Update the hub'))];
	if (!mayWrite) return [];
	if (kind === 'mtu') {
		return [
			button(fill(_('Set the MTU to {value}'), { value }), 'apply', () => setMtu(Number(value))),
		];
	}
	if (kind === 'repair') return [button(_('Put back'), 'apply', repair)];
	return kind === 'settings' ? [button(_('Settings…'), 'neutral', settings)] : [];
}

/** One cause with its action; where a look at the hub decides, it stands below, and is compared here. */
export function causeWith(cause: Cause, remedies: Remedies): HTMLElement {
	const looks = cause.action.kind === 'look' ? [lookFold(remedies.compare)] : [];
	return causeBar(cause, actionOf(cause, remedies), looks);
}
