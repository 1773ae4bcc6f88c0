// Where does one lab keep its files, and what becomes of the folder of a lab that was killed?
// Each lab has a folder of its own under the temporary directory; its random suffix is the lab's id.
import {
	appendFileSync,
	lstatSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'wgspoke-lab-';
const OWNER_FILE = 'owner';
const PIDS_FILE = 'pids';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessMark {
	pid: number;
	/** Clock ticks from boot to its start (proc(5), field 22). */
	started: string;
}

/** '4711 (a) b) S 1 …' → fields after the last ')': state is the first, start time the 20th. */
export function startTimeOf(stat: string): string {
	return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** The mark of a running process, or null when there is none with this number. */
export function markOf(pid: number): ProcessMark | null {
	try {
		return { pid, started: startTimeOf(readFileSync(`/proc/${String(pid)}/stat`, 'utf8')) };
	} catch {
		return null;
	}
}

export function printMark(mark: ProcessMark): string {
	return `${String(mark.pid)} ${mark.started}`;
}

/** '12 345\n13 346\n' → [{pid: 12, started: '345'}, …]; half-written lines are left out. */
export function parseMarks(text: string): ProcessMark[] {
	return text.split('\n').flatMap((line) => {
		const found = /^(\d+) (\d+)$/.exec(line);
		return found?.[1] && found[2] ? [{ pid: Number(found[1]), started: found[2] }] : [];
	});
}

function isAlive(mark: ProcessMark): boolean {
	return markOf(mark.pid)?.started === mark.started;
}

function readMarks(path: string): ProcessMark[] {
	try {
		return parseMarks(readFileSync(path, 'utf8'));
	} catch {
		return [];
	}
}

/** Kills the process unless its number belongs to another one by now. */
export function killMarked(mark: ProcessMark): void {
	if (!isAlive(mark)) return;
	try {
		process.kill(mark.pid, 'SIGKILL');
	} catch {
		// it ended between the look and the signal
	}
}

export interface RunDir {
	/** Random letters and digits, unique on this machine. */
	id: string;
	path: string;
	/** Remembers a process that has to die with the lab. */
	record(pid: number): void;
	remove(): void;
}

/** Makes the folder of a new lab, readable by its owner only. */
export function makeRunDir(parent = tmpdir()): RunDir {
	const path = mkdtempSync(join(parent, PREFIX));
	const owner = markOf(process.pid);
	if (owner) writeFileSync(join(path, OWNER_FILE), `${printMark(owner)}\n`);
	return {
		id: path.slice(path.lastIndexOf(PREFIX) + PREFIX.length),
		path,
		record: (pid) => {
			const mark = markOf(pid);
			if (mark) appendFileSync(join(path, PIDS_FILE), `${printMark(mark)}\n`);
		},
		remove: () => {
			rmSync(path, { recursive: true, force: true, maxRetries: 3 });
		},
	};
}

/** Removes what labs of dead processes left behind; returns how many there were. */
export function sweepStaleRuns(parent = tmpdir()): number {
	const stale = readdirSync(parent)
		.filter((name) => name.startsWith(PREFIX))
		.map((name) => join(parent, name))
		.filter((path) => {
			const stat = lstatSync(path, { throwIfNoEntry: false });
			if (!stat?.isDirectory() || stat.uid !== process.getuid?.()) return false;
			// without an owner yet: another lab is just being made
			const owners = readMarks(join(path, OWNER_FILE));
			return owners.length > 0 && !owners.some(isAlive);
		});
	for (const path of stale) {
		readMarks(join(path, PIDS_FILE)).forEach(killMarked);
		rmSync(path, { recursive: true, force: true, maxRetries: 3 });
	}
	return stale.length;
}
