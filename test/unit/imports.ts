// Who imports whom, and which of these imports breaks a rule? A graph in, sentences out, none where all is well.

import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** File → what it imports: files by their path in the project, modules by their name. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * 'tools/lab/hub.ts', "import { must } from './space.ts'" → ['tools/lab/space.ts']. Imports of types count as all
 * others do: who reads the one file has to know the other.
 */
export function importsOf(path: string, text: string): string[] {
	const found = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
	const names = found.map((name) => (name.startsWith('.') ? join(dirname(path), name) : name));
	return [...new Set(names)];
}

/** The sources below these folders of the project. */
export function readGraph(folders: readonly string[]): Graph {
	const paths = folders.flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path))
	);
	return new Map(
		paths
			.filter((path) => /\.m?ts$|\.mjs$/.test(path) && !path.startsWith('test/fixtures/'))
			.map((path) => [path, importsOf(path, readFileSync(path, 'utf8'))])
	);
}

/** The way along imports from a file to the first one that is wanted, both included; [] where there is none. */
function wayTo(graph: Graph, from: string, wanted: (name: string) => boolean): string[] {
	const seen = new Set([from]);
	const ways = [[from]];
	for (let way = ways.shift(); way; way = ways.shift()) {
		for (const next of graph.get(way.at(-1) ?? '') ?? []) {
			if (wanted(next)) return [...way, next];
			if (!seen.has(next)) ways.push([...way, next]);
			seen.add(next);
		}
	}
	return [];
}

/** Every file that comes back to itself, by its shortest way: ['a.ts → b.ts → a.ts', …]. */
export function circles(graph: Graph): string[] {
	return [...graph.keys()].flatMap((file) => {
		const way = wayTo(graph, file, (name) => name === file);
		return way.length > 0 ? [way.join(' → ')] : [];
	});
}

/** Rooms below one folder: the beginning of a path → the beginnings from which it may import, besides its own. */
export interface Table {
	base: string;
	rooms: Record<string, readonly string[]>;
}

/** Rooms in an order, the lowest first: each may import from those before it. */
export function floors(names: readonly string[]): Table['rooms'] {
	return Object.fromEntries(names.map((name, at) => [name, names.slice(0, at)]));
}

/** Imports that a table does not allow, and files that are in none of its rooms. What lies outside is not judged. */
export function wrongImports(graph: Graph, { base, rooms }: Table): string[] {
	const longestFirst = Object.keys(rooms).sort((a, b) => b.length - a.length);
	const inside = [...graph.keys()].filter((path) => path.startsWith(base));
	const roomOf = (path: string): string | undefined =>
		longestFirst.find((room) => path.startsWith(base + room));
	const shown = (room: string): string => base + room;
	return inside.flatMap((path) => {
		const room = roomOf(path);
		if (room === undefined) return [`${path} is in no room`];
		return (graph.get(path) ?? []).flatMap((other) => {
			const from = other.startsWith(base) && graph.has(other) ? (roomOf(other) ?? room) : room;
			if (from === room || rooms[room]?.includes(from)) return [];
			return [`${path} → ${other}: ${shown(room)} may not import from ${shown(from)}`];
		});
	});
}

/** Files that are to be pure and reach an effect, with the way there. */
export function impure(
	graph: Graph,
	isPure: (path: string) => boolean,
	isEffect: (name: string) => boolean
): string[] {
	return [...graph.keys()].filter(isPure).flatMap((file) => {
		const way = wayTo(graph, file, isEffect);
		return way.length > 0 ? [way.join(' → ')] : [];
	});
}
