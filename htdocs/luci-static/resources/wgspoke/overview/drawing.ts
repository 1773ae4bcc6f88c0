// How do the homes hang together? The hub in the middle, this router outlined, devices below; the lines say who answers.

import { deviceState } from '../pages/state.ts';
import { svg } from '../widgets/svg.ts';
import { verdictClass, verdictText, verdictWord } from '../widgets/verdict.ts';
import { ago, bitsPerSecond, fill, milliseconds } from '../widgets/words.ts';
import { isDown, isStale } from './headline.ts';
import { notAdded, siteState } from './table.ts';
import type { Status, StatusReply, Verdict } from '../types.ts';

/** More homes than these are dots around the hub: the table names them. */
const MOST_BOXES = { wide: 10, narrow: 9 };
const MOST_DOTS = 50;
const BOX = 46;
const ROW = 66;

interface Spoke {
	name: string;
	below: string;
	/** How its box is drawn: this router outlined, a home that is not added here dashed. */
	kind: 'own' | 'other' | 'new';
	verdict: Verdict;
	/** The same as it is read aloud. */
	word: string;
	/** What stands on the line: '12 ms'. */
	label: string;
}

interface Place {
	x: number;
	y: number;
}

/** Cuts what does not fit into the box; the whole text is in the table. */
function short(text: string, width: number): string {
	const most = Math.floor(width / 7.2);
	return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function box(at: Place, width: number, title: string, below: string, kind: string): Element {
	return svg('g', { class: kind }, [
		svg('rect', { x: at.x - width / 2, y: at.y - BOX / 2, width, height: BOX, rx: 6 }, []),
		svg('text', { x: at.x, y: at.y - 3, 'text-anchor': 'middle' }, [short(title, width)]),
		svg('text', { x: at.x, y: at.y + 14, 'text-anchor': 'middle', class: 'wgs-small' }, [
			short(below, width * 1.15),
		]),
	]);
}

function line(from: Place, to: Place, verdict: Verdict): Element {
	const d = `M${from.x} ${from.y}L${to.x} ${to.y}`;
	return svg('path', { class: verdictClass[verdict], d }, []);
}

function label(at: Place, text: string): Element {
	return svg('text', { ...at, 'text-anchor': 'middle', class: 'wgs-small' }, [text]);
}

function ownLabel({ hub, hub_rtt, rx_rate, tx_rate }: Status): string {
	if (hub !== 'yes') return '';
	const rate = rx_rate === null || tx_rate === null ? 0 : rx_rate + tx_rate;
	return [milliseconds(hub_rtt), rate > 0 ? bitsPerSecond(rate) : '']
		.filter((part) => part !== '')
		.join(' · ');
}

/** The line of this home is its own tunnel to the hub; that of another, whether somebody answers through it. */
function spokesOf(status: StatusReply): Spoke[] {
	const sites = status.network?.sites ?? [];
	const isKnown = !isDown(status) && !isStale(status) && !status.network?.hub.off;
	const own = isKnown ? status.hub : 'not checked';
	const spokes = sites.map(({ name, lan, local }, index) => {
		const { shown, text } = siteState(status, index);
		const verdict = local ? own : shown === 'unknown' ? 'not checked' : shown;
		const time = verdict === 'yes' ? milliseconds(status.sites[index]?.home.rtt ?? null) : '';
		return {
			name,
			below: lan.join(', '),
			kind: local ? ('own' as const) : ('other' as const),
			verdict,
			word: local || verdict !== 'not checked' ? verdictWord(verdict) : text,
			label: local ? ownLabel(status) : time,
		};
	});
	const others = notAdded(status).map(({ name, lan }) => ({
		name,
		below: lan.join(', '),
		kind: 'new' as const,
		verdict: 'not checked' as const,
		word: _('not added here'),
		label: _('not added here'),
	}));
	const isOwn = ({ kind }: Spoke): boolean => kind === 'own';
	return [...spokes.filter(isOwn), ...spokes.filter((one) => !isOwn(one)), ...others];
}

function lineLabel({ kind, verdict, label: text }: Spoke): string {
	if (kind === 'new') return text;
	if (verdict === 'no') return verdictText('no');
	return verdict === 'yes' && text !== '' ? fill(_('✓ {measured}'), { measured: text }) : '';
}

interface Drawn {
	lines: Element[];
	boxes: Element[];
	hub: Place;
	height: number;
	/** Where the lines to the devices begin. */
	hubWidth: number;
}

/** Homes at both sides of the hub, this one at the left on top. */
function atBothSides(spokes: Spoke[], width: number): Drawn {
	const rows = Math.ceil(spokes.length / 2);
	const [boxWidth, hubWidth] = [190, 130];
	const hub = { x: width / 2, y: (Math.max(rows, 1) * ROW) / 2 };
	const lines: Element[] = [];
	const boxes: Element[] = [];
	for (const [index, spoke] of spokes.entries()) {
		const left = index % 2 === 0;
		const at = {
			x: left ? boxWidth / 2 + 2 : width - boxWidth / 2 - 2,
			y: Math.floor(index / 2) * ROW + ROW / 2,
		};
		const near = { x: left ? at.x + boxWidth / 2 : at.x - boxWidth / 2, y: at.y };
		const far = { x: hub.x + (left ? -hubWidth : hubWidth) / 2, y: hub.y };
		lines.push(line(near, far, spoke.verdict));
		// Beside its own box, where the lines are still apart.
		const middle = { x: near.x + (far.x - near.x) * 0.45, y: near.y + (far.y - near.y) * 0.45 - 7 };
		lines.push(label(middle, lineLabel(spoke)));
		const below =
			spoke.kind === 'own'
				? fill(_('this router · {networks}'), { networks: spoke.below })
				: spoke.below;
		boxes.push(box(at, boxWidth, spoke.name, below, `wgs-${spoke.kind}`));
	}
	return { lines, boxes, hub, height: Math.max(rows, 1) * ROW, hubWidth };
}

/** Rows of up to three homes above the hub. */
function inRows(spokes: Spoke[], width: number): Drawn {
	const columns = Math.min(3, Math.max(1, spokes.length));
	const rows = Math.ceil(spokes.length / columns);
	const boxWidth = columns === 3 ? width / 3 - 6 : 116;
	const hub = { x: width / 2, y: rows * ROW + ROW / 2 + 14 };
	const lines: Element[] = [];
	const boxes: Element[] = [];
	for (const [index, spoke] of spokes.entries()) {
		const at = {
			x: ((index % columns) + 0.5) * (width / columns),
			y: Math.floor(index / columns) * ROW + ROW / 2,
		};
		const near = { x: at.x, y: at.y + BOX / 2 };
		const far = { x: hub.x + ((index % columns) - (columns - 1) / 2) * 40, y: hub.y - BOX / 2 };
		lines.unshift(line(near, far, spoke.verdict));
		if (rows === 1) {
			const text = spoke.verdict === 'no' ? verdictText('no') : spoke.label.split(' · ')[0];
			const side = at.x < hub.x ? -34 : at.x > hub.x ? 34 : 0;
			lines.push(label({ x: (near.x + far.x) / 2 + side, y: (near.y + far.y) / 2 }, text ?? ''));
		}
		boxes.push(box(at, boxWidth, spoke.name, spoke.below, `wgs-${spoke.kind}`));
	}
	return { lines, boxes, hub, height: hub.y + ROW / 2, hubWidth: 120 };
}

/** Dots around the hub, with their names where a pointer rests. */
function asDots(spokes: Spoke[], width: number): Drawn {
	const [rx, ry] = [Math.min(width / 2 - 14, 300), 110];
	const hub = { x: width / 2, y: ry + 16 };
	const shown = spokes.slice(0, MOST_DOTS);
	const lines: Element[] = [];
	const boxes: Element[] = [];
	for (const [index, { name, below, kind, verdict, word }] of shown.entries()) {
		const angle = Math.PI + (2 * Math.PI * index) / shown.length;
		const at = { x: hub.x + rx * Math.cos(angle), y: hub.y + ry * Math.sin(angle) };
		lines.push(line(at, hub, verdict));
		boxes.push(
			svg('g', { class: `wgs-${kind}` }, [
				svg('title', {}, [
					fill(_('{name}, {networks}: {verdict}'), {
						...{ name, networks: below, verdict: word },
					}),
				]),
				svg('circle', { cx: at.x, cy: at.y, r: kind === 'own' ? 9 : 7 }, []),
			])
		);
	}
	return { lines, boxes, hub, height: 2 * ry + 32, hubWidth: 120 };
}

/** Devices in a row below, of whom the hub alone knows more. */
function devicesBelow(status: Status, width: number, top: number, from: Place): Element[] {
	const devices = status.network?.devices ?? [];
	const most = width >= 500 ? 4 : 3;
	const shown = devices.slice(0, devices.length > most ? most - 1 : most);
	const more = devices.length - shown.length;
	const texts = shown.map(({ name, address }, index): [string, string, Verdict] => {
		const { shown: seen, text } = deviceState(status, index);
		const heard = status.devices[index]?.heard ?? null;
		if (seen === 'yes') return [name, fill(_('✓ {measured}'), { measured: ago(heard) }), 'yes'];
		return [name, status.hub_age === null ? address : text, 'not checked'];
	});
	if (more > 0) texts.push([`+${more}`, _('more devices'), 'not checked']);
	const boxWidth = Math.min(130, width / Math.max(texts.length, 1) - 8);
	const step = boxWidth + 26 > width / Math.max(texts.length, 1) ? boxWidth + 8 : boxWidth + 26;
	return texts.flatMap(([name, below, verdict], index) => {
		const at = { x: width / 2 + (index - (texts.length - 1) / 2) * step, y: top + BOX / 2 };
		const to = { x: at.x, y: top };
		return [
			line({ x: from.x + (index - (texts.length - 1) / 2) * 20, y: from.y + BOX / 2 }, to, verdict),
			box(at, boxWidth, name, below, ''),
		];
	});
}

/** A picture that reads aloud as one sentence per home. `width` in pixels: 340 for a phone. */
export function drawing(status: StatusReply, width: number): Element {
	const spokes = spokesOf(status);
	const wide = width >= 500;
	const tooMany = spokes.length > (wide ? MOST_BOXES.wide : MOST_BOXES.narrow);
	const drawn = tooMany
		? asDots(spokes, width)
		: wide
			? atBothSides(spokes, width)
			: inRows(spokes, width);
	const { lines, boxes, hub, hubWidth } = drawn;
	const top = drawn.height + 26;
	const devices = devicesBelow(status, width, top, hub);
	const height = devices.length > 0 ? top + BOX + 4 : drawn.height;
	const aloud = spokes
		.slice(0, MOST_DOTS)
		.map(({ name, word }) => fill(_('{name}: {verdict}'), { name, verdict: word }))
		.join('; ');
	return svg(
		'svg',
		{
			class: 'wgs-map',
			'data-key': 'map',
			viewBox: `0 0 ${width} ${height}`,
			style: `max-width:${width}px`,
			role: 'img',
			'aria-label': fill(_('Hub and homes: {list}'), { list: aloud }),
		},
		[
			...lines,
			...devices,
			...boxes,
			box(hub, hubWidth, _('Hub'), status.network?.hub.endpoint_host ?? '', ''),
		]
	);
}
