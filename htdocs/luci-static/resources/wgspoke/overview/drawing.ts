// How do the homes hang together? Hub at the left, homes at the right; the lines say who answers.

import { svg } from '../widgets/svg.ts';
import { verdictClass, verdictText, verdictWord } from '../widgets/verdict.ts';
import { fill } from '../widgets/words.ts';
import type { Known, SiteVerdict, Status, Verdict } from '../types.ts';

/** More homes than these are in the table only. */
const MOST = 12;
const ROW = 62;
const BOX = 46;

/** A line of the drawing, and the home at its end. */
interface Spoke {
	name: string;
	lan: string;
	verdict: Verdict;
	rtt: Known<number>;
}

/** Cuts what does not fit into the box; the whole text is in the table. */
function short(text: string, width: number): string {
	const most = Math.floor(width / 7);
	return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function box(x: number, y: number, width: number, title: string, below: string) {
	return svg('g', {}, [
		svg('rect', { x, y, width, height: BOX, rx: 6 }, []),
		svg('text', { x: x + width / 2, y: y + 19, 'text-anchor': 'middle' }, [short(title, width)]),
		svg('text', { x: x + width / 2, y: y + 36, 'text-anchor': 'middle', class: 'wgs-small' }, [
			short(below, width * 1.15),
		]),
	]);
}

/** Does anything of that home answer? Its router first; a device there is as good. */
function answersAt({ gateway, host }: SiteVerdict): Verdict {
	if (gateway === 'yes' || host === 'yes') return 'yes';
	return gateway === 'no' || host === 'no' ? 'no' : 'not checked';
}

/** The line of this home is its own tunnel to the hub; that of another, whether somebody answers through it. */
function spokesOf({ network, sites, hub, hub_rtt }: Status): Spoke[] {
	return (network?.sites ?? []).map(({ name, lan, local }, index) => {
		const answers = sites[index];
		const there = answers ? answersAt(answers) : 'not checked';
		return {
			name,
			lan: lan.join(', '),
			verdict: local ? hub : there,
			rtt: local ? hub_rtt : null,
		};
	});
}

/** A picture that reads aloud as one sentence per home. `width` in pixels: 340 for a phone. */
export function drawing(status: Status, width: number): Element {
	const all = spokesOf(status);
	const spokes = all.slice(0, MOST);
	const height = Math.max(1, spokes.length) * ROW;
	const wide = width >= 500;
	const hubWidth = wide ? 170 : 92;
	const siteWidth = wide ? 230 : 126;
	const siteX = width - siteWidth - 1;
	const middle = height / 2;
	const bend = hubWidth + (wide ? 50 : 14);

	const lines = spokes.map(({ verdict, rtt }, index) => {
		const y = index * ROW + ROW / 2;
		return svg('g', {}, [
			svg(
				'path',
				{
					class: verdictClass[verdict],
					d: `M${hubWidth} ${middle}C${bend} ${middle} ${hubWidth} ${y} ${bend} ${y}H${siteX}`,
				},
				[]
			),
			svg(
				'text',
				{ x: (bend + siteX) / 2, y: y - 6, 'text-anchor': 'middle', class: 'wgs-small' },
				[wide ? verdictText(verdict, rtt) : verdictText(verdict)]
			),
		]);
	});
	const boxes = spokes.map(({ name, lan }, index) =>
		box(siteX, index * ROW + (ROW - BOX) / 2, siteWidth, name, lan)
	);
	const hub = status.network?.hub;
	const label = spokes
		.map(({ name, verdict }) =>
			fill(_('{name}: {verdict}'), { name, verdict: verdictWord(verdict) })
		)
		.join('; ');
	return svg(
		'svg',
		{
			class: 'wgs-map',
			viewBox: `0 0 ${width} ${height}`,
			role: 'img',
			'aria-label': fill(_('Hub and homes: {list}'), { list: label }),
		},
		[...lines, ...boxes, box(1, middle - BOX / 2, hubWidth - 1, _('Hub'), hub?.endpoint_host ?? '')]
	);
}
