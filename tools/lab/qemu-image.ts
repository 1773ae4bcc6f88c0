// Where does the official image of a release come from?
// From the project's download site, once, checked against its list of SHA-256 sums, into the cache folder.
//   node --import ./tools/register.mjs tools/lab/qemu-image.ts 24.10   prints the path of the image
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SITE = 'https://downloads.openwrt.org';
const TIMEOUT_MS = 15_000;

/** Where downloads go and where a root or an image is found without a variable. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
	return join(environment.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'wgspoke');
}

/** '24.10', ['24.10.1', '24.10.0', '24.10.2-rc1', '23.05.5'] → '24.10.1'; null when there is none. */
export function newestOf(series: string, versions: readonly string[]): string | null {
	const patch = (version: string): number => Number(version.slice(series.length + 1));
	const fitting = versions.filter(
		(version) => version.startsWith(`${series}.`) && /^\d+$/.test(version.slice(series.length + 1))
	);
	return fitting.sort((a, b) => patch(b) - patch(a))[0] ?? null;
}

export function imageName(version: string): string {
	return `openwrt-${version}-x86-64-generic-squashfs-combined.img.gz`;
}

/** '<64 hex digits> *<name>' lines → the sum of `name`; null when it is not listed. */
export function sumOf(list: string, name: string): string | null {
	for (const line of list.split('\n')) {
		const match = /^([0-9a-f]{64}) [ *](.+)$/.exec(line.trimEnd());
		if (match?.[1] && match[2] === name) return match[1];
	}
	return null;
}

export type Fetch = (url: string) => Promise<Buffer>;

async function fetchBytes(url: string): Promise<Buffer> {
	const reply = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
	if (!reply.ok) throw new Error(`status ${String(reply.status)}`);
	return Buffer.from(await reply.arrayBuffer());
}

/** One line for a person who has no network, or whose network does not reach the site. */
export function unreachable(url: string): string {
	return `${url} cannot be reached; give a local file with OPENWRT_IMAGE=<.img.gz> or OPENWRT_ROOTFS=<directory or .tar.gz>`;
}

/** Downloads the newest image of a series into `folder`, unless it is there; its path. Throws one line. */
export async function downloadImage(
	series: string,
	folder: string,
	load: Fetch = fetchBytes
): Promise<string> {
	const get = async (url: string): Promise<Buffer> => {
		try {
			return await load(url);
		} catch {
			throw new Error(unreachable(url));
		}
	};
	let version: string | null = series;
	if (/^\d+\.\d+$/.test(series)) {
		const list = JSON.parse((await get(`${SITE}/.versions.json`)).toString('utf8')) as {
			versions_list?: string[];
		};
		version = newestOf(series, list.versions_list ?? []);
	}
	if (version === null) throw new Error(`there is no release of OpenWrt ${series}`);
	const name = imageName(version);
	const path = join(folder, name);
	if (existsSync(path)) return path;
	const base = `${SITE}/releases/${version}/targets/x86/64`;
	const sum = sumOf((await get(`${base}/sha256sums`)).toString('utf8'), name);
	if (sum === null) throw new Error(`${base}/sha256sums does not list ${name}`);
	const image = await get(`${base}/${name}`);
	if (createHash('sha256').update(image).digest('hex') !== sum)
		throw new Error(`${base}/${name} does not have the SHA-256 sum that is published for it`);
	mkdirSync(folder, { recursive: true });
	writeFileSync(`${path}.part`, image);
	renameSync(`${path}.part`, path);
	return path;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	try {
		console.log(await downloadImage(process.argv[2] ?? '24.10', cacheFolder()));
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
