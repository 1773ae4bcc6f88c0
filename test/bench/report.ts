// Is everything within its budget? Budgets and what was measured → a table, and whether it is.

import { BUDGETS } from './budgets.ts';
import type { Budget, Name, Run } from './budgets.ts';

/** A budget on one of the places where it holds. */
export interface Row {
	what: string;
	label: string;
	/** '≤ 1.6 s', '' without one. */
	limit: string;
	/** '1.52 s', or '–'. */
	measured: string;
	verdict: 'ok' | 'over, as known' | 'over' | 'to compare' | 'not measured';
	/** Why it was not measured. */
	why: string;
}

/** 1.5234 → '1.52', 79.31 → '79.3', 287.6 → '288'. */
export function figureText(value: number): string {
	return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

function rowOf(name: Name, budget: Budget, run: Run): Row {
	const { what, limit, known, unit } = budget;
	const figure = run.figures[name];
	const row = {
		what,
		label: run.label,
		limit: limit === null ? '' : `≤ ${limit} ${unit}`,
		why: '',
	};
	if (figure === undefined) {
		const why = run.why[name] ?? run.why.all;
		if (why === undefined)
			throw new Error(`${name} on ${run.label}: neither measured nor left out`);
		return { ...row, measured: '–', verdict: 'not measured', why };
	}
	const measured = `${figureText(figure)} ${unit}`;
	if (limit === null) return { ...row, measured, verdict: 'to compare' };
	// What is no number is within nothing.
	if (figure <= limit) return { ...row, measured, verdict: 'ok' };
	const isKnown = known !== undefined && figure <= known;
	return { ...row, measured, verdict: isKnown ? 'over, as known' : 'over' };
}

/** Every budget on everything that it holds on, by budget. */
export function rowsOf(runs: readonly Run[], budgets: Record<string, Budget> = BUDGETS): Row[] {
	return Object.entries(budgets).flatMap(([name, budget]) =>
		runs
			.filter(({ place }) => budget.on.includes(place))
			.map((run) => rowOf(name as Name, budget, run))
	);
}

/** Columns as wide as their widest cell; those of figures stand at the right. */
function columns(lines: readonly (readonly string[])[], right: readonly number[]): string[] {
	const widths = (lines[0] ?? []).map((_, at) =>
		Math.max(...lines.map((line) => (line[at] ?? '').length))
	);
	return lines.map((line) =>
		line
			.map((cell, at) => {
				const width = widths[at] ?? 0;
				return right.includes(at) ? cell.padStart(width) : cell.padEnd(width);
			})
			.join('  ')
			.trimEnd()
	);
}

/** Bytes of a part of the package, and what gzip makes of that part alone. */
export interface Part {
	name: string;
	bytes: number;
	compressed: number;
}

export function partLines(parts: readonly Part[]): string[] {
	const sum = (of: (part: Part) => number): number => parts.reduce((all, one) => all + of(one), 0);
	const all = {
		name: 'all',
		bytes: sum((one) => one.bytes),
		compressed: sum((one) => one.compressed),
	};
	const lines = [...parts, all].map(({ name, bytes, compressed }) => [
		name,
		String(bytes),
		String(compressed),
	]);
	return columns([['part of the package', 'bytes', 'compressed alone'], ...lines], [1, 2]);
}

/** A package: bytes of its files, and of what they put on the router. */
export interface PackageSize {
	name: string;
	ipk: number;
	apk: number;
	installed: number;
}

export function packageLines(sizes: readonly PackageSize[]): string[] {
	const lines = sizes.map(({ name, ...bytes }) => [
		name,
		...[bytes.ipk, bytes.apk, bytes.installed].map(String),
	]);
	return columns([['package', 'ipk', 'apk', 'installed'], ...lines], [1, 2, 3]);
}

export function tableLines(rows: readonly Row[]): string[] {
	const lines = rows.map(({ what, label, limit, measured, verdict, why }) => [
		...[what, label, limit, measured],
		why === '' ? verdict : `${verdict}: ${why}`,
	]);
	return columns([['budget', 'on', 'limit', 'measured', ''], ...lines], [2, 3]);
}

/** '31 within their budget, 1 over, 2 over as known, 3 not measured' */
export function closingLine(rows: readonly Row[]): string {
	const count = (verdict: Row['verdict']): number =>
		rows.filter((row) => row.verdict === verdict).length;
	return [
		`${count('ok')} within their budget, ${count('over')} over`,
		`${count('over, as known')} over as known, ${count('not measured')} not measured`,
	].join(', ');
}

export function isWithin(rows: readonly Row[]): boolean {
	return rows.every(({ verdict }) => !verdict.startsWith('over'));
}
