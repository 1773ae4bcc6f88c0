// What should a person know? Findings, notices and faults, in words and with a sign of how serious they are.

import { copyBlock } from './copy.ts';
import { fill, said } from './words.ts';
import type { Finding, Severity } from '../types.ts';

const noticeClass: Record<Severity, string> = {
	error: 'alert-message error',
	warning: 'alert-message warning',
	info: 'alert-message notice',
};

function severityWord(severity: Severity): string {
	if (severity === 'error') return _('Error');
	if (severity === 'warning') return _('Warning');
	return _('Good to know');
}

export function notice(severity: Severity, children: LuciChild[]): HTMLElement {
	const role = severity === 'error' ? 'alert' : 'status';
	return E('div', { class: `${noticeClass[severity]} wgs-notice`, role }, children);
}

/** One finding: what, why, what to do, and a button where that is one click. */
export function findingNotice(finding: Finding, fix: HTMLElement | null): HTMLElement {
	const severity = severityWord(finding.severity);
	const head =
		finding.line > 0
			? fill(_('{severity} (line {line}):'), { severity, line: finding.line })
			: fill(_('{severity}:'), { severity });
	return E('div', { class: `wgs-finding wgs-${finding.severity}`, 'data-code': finding.code }, [
		E('p', {}, [
			E('strong', {}, [head]),
			' ',
			said({ text: finding.message, values: finding.values }),
		]),
		E('p', {}, [said({ text: finding.fix, values: finding.values }), ...(fix ? [' ', fix] : [])]),
	]);
}

/** Those that ask for something, without a button. */
export function seriousNotices(findings: Finding[]): HTMLElement[] {
	return findings
		.filter(({ severity }) => severity !== 'info')
		.map((finding) => findingNotice(finding, null));
}

/** Something that should not have happened: in words, with what a bug report needs and no secret. */
export function faultNotice(error: unknown): HTMLElement {
	const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	const denied = / ubus code 6:|Access denied|code -32002/.test(text);
	return notice('error', [
		E('p', {}, [
			denied
				? _('This login may not do that. Log in as root, or log in again.')
				: _('That did not work, and it is not your fault. Try again; if it stays, report it:'),
		]),
		copyBlock(_('Report'), `luci-app-wgspoke\n${text}\n${navigator.userAgent}`),
	]);
}
