// Who imports whom among the pages? Downwards only, no circle, and one door to the backend's types.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const resources = fileURLToPath(new URL('../../htdocs/luci-static/resources/', import.meta.url));
const backend = fileURLToPath(new URL('../../root/', import.meta.url));

/** The only file that takes anything from root/. */
const DOOR = 'wgspoke/types.ts';
/** From the highest floor to the lowest; rooms of one floor know nothing of each other. */
const FLOORS: RegExp[] = [
	/^view\/wgspoke\//,
	/^wgspoke\/(join|overview|hub|devices)\//,
	/^wgspoke\/pages\//,
	/^wgspoke\/widgets\//,
	/^wgspoke\/types\.ts$/,
];

interface Arrow {
	from: string;
	to: string;
}

const sources = readdirSync(resources, { recursive: true, encoding: 'utf8' })
	.filter((path) => path.endsWith('.ts'))
	.sort();

function arrowsOf(from: string): Arrow[] {
	const text = readFileSync(join(resources, from), 'utf8');
	return [...text.matchAll(/\bfrom '(\.[^']+)'/g)].map(([, path = '']) => ({
		from,
		to: relative(resources, join(resources, dirname(from), path)),
	}));
}

const arrows = sources.flatMap(arrowsOf);
const floorOf = (path: string) => FLOORS.findIndex((floor) => floor.test(path));
const named = ({ from, to }: Arrow) => `${from} → ${to}`;

/** A way from the file back to itself; [] when there is none. */
function circleFrom(path: string, way: string[] = []): string[] {
	if (way.includes(path)) return [...way, path];
	for (const { to } of arrows.filter(({ from }) => from === path)) {
		const circle = circleFrom(to, [...way, path]);
		if (circle.length > 0) return circle;
	}
	return [];
}

describe('the rooms of the pages', () => {
	it('are all on a floor', () => {
		assert.deepEqual(
			sources.filter((path) => floorOf(path) < 0),
			[]
		);
	});

	it('import nothing upwards, and nothing of a room beside them', () => {
		const wrong = arrows.filter(({ from, to }) => {
			if (to.startsWith('..')) return false;
			if (floorOf(from) !== floorOf(to)) return floorOf(from) > floorOf(to);
			return from.split('/')[1] !== to.split('/')[1];
		});
		assert.deepEqual(wrong.map(named), []);
	});

	it('have no circle', () => {
		for (const path of sources) assert.deepEqual(circleFrom(path), []);
	});

	it('take the types of the backend by one door', () => {
		const outside = arrows.filter(({ to }) => to.startsWith('..'));
		assert.deepEqual([...new Set(outside.map(({ from }) => from))], [DOOR]);
		for (const { to } of outside) assert.ok(join(resources, to).startsWith(backend), to);
	});

	it('call the router from the floors above the widgets only', () => {
		const lower = sources.filter((path) => path.startsWith('wgspoke/widgets/'));
		for (const path of lower) {
			assert.doesNotMatch(readFileSync(join(resources, path), 'utf8'), /luci:rpc|fetch\(/, path);
		}
	});
});
