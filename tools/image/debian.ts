// Where does the kernel come from, which no root of OpenWrt has with it? From Debian's packages, which are unpacked
// into a folder and not installed: this machine goes on with its own.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lastLine, run } from '../system/run.ts';

/** The package that names the newest kernel for virtual machines, WireGuard among its modules. */
const KERNEL = 'linux-image-cloud-amd64';

/** A shell and mount that need no library, for the moments before there is a disk. */
const SHELL = 'busybox-static';

/** Runs one of Debian's programs; its output. Throws one line. */
async function must(argv: string[]): Promise<string> {
	const result = await run(argv);
	if (result.code !== 0) throw new Error(`${argv.slice(0, 3).join(' ')}: ${lastLine(result)}`);
	return result.stdout.trim();
}

/** Has apt put a package's file into the folder; its path. */
async function download(name: string, folder: string): Promise<string> {
	const get = (): Promise<{ code: number; stdout: string; stderr: string }> =>
		run(['sh', '-c', 'cd "$1" && apt-get -q download "$2"', 'sh', folder, name]);
	let result = await get();
	// A machine whose lists are old or that never had any.
	if (result.code !== 0 && (await run(['apt-get', '-q', 'update'])).code === 0)
		result = await get();
	const file = readdirSync(folder).find((each) => each.startsWith(`${name}_`));
	if (result.code !== 0 || file === undefined)
		throw new Error(
			`Debian's package ${name} cannot be had (${lastLine(result)}): put its .deb into ${folder}`
		);
	return join(folder, file);
}

/** The file of a package: one that lies in the folder already, else apt's. */
export async function fileOf(name: string, folder: string): Promise<string> {
	const there = readdirSync(folder).find((each) => each.startsWith(`${name}_`));
	return there === undefined ? download(name, folder) : join(folder, there);
}

/** 'linux-image-6.1.0-56-cloud-amd64 (= 6.1.192-2)' → 'linux-image-6.1.0-56-cloud-amd64'; '' for anything else. */
export function kernelPackage(depends: string): string {
	return /^(linux-image-[\w.+-]+)/.exec(depends)?.[1] ?? '';
}

export interface Debian {
	/** File of the kernel. */
	kernel: string;
	/** Folder of its modules; its last part is the kernel's version. */
	modules: string;
	version: string;
	/** A busybox without libraries. */
	busybox: string;
}

/** What the image takes from Debian, unpacked below the folder, once. Throws one line that says what is missing. */
export async function fromDebian(folder: string): Promise<Debian> {
	mkdirSync(folder, { recursive: true });
	const meta = await fileOf(KERNEL, folder);
	const name = kernelPackage(await must(['dpkg-deb', '-f', meta, 'Depends']));
	if (name === '') throw new Error(`${meta} names no kernel`);
	const tree = join(folder, name);
	if (!existsSync(tree)) {
		const part = `${tree}.part`;
		rmSync(part, { recursive: true, force: true });
		for (const each of [name, SHELL])
			await must(['dpkg-deb', '-x', await fileOf(each, folder), part]);
		renameSync(part, tree);
	}
	const version = name.replace('linux-image-', '');
	return {
		kernel: join(tree, 'boot', `vmlinuz-${version}`),
		modules: join(tree, 'lib/modules', version),
		version,
		busybox: join(tree, 'bin/busybox'),
	};
}
