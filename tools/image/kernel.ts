// Where can a router's own kernel run on a machine that has no KVM? As a program of it (ARCH=um), which is made here:
//   make kernel [OUT=dist/linux]
// Debian's package of the kernel's source is unpacked and not installed; tools/image/kernel.config says what goes in.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../lab/qemu-image.ts';
import { lastLine, run } from '../system/run.ts';
import { fileOf } from './debian.ts';

const CONFIG = fileURLToPath(new URL('kernel.config', import.meta.url));

/** A switch of sources older than 6.16, without which they have no cards. */
const OLDER = 'CONFIG_UML_NET=y\n';

/** ['linux-source-6.1 - …', 'linux-source-6.12_6.12.1_all.deb'] → 'linux-source-6.12'; '' where none is named. */
export function newestSource(lines: readonly string[]): string {
	const names = lines.flatMap((line) => /^linux-source-\d+\.\d+(?=[ _]|$)/.exec(line) ?? []);
	return names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))[0] ?? '';
}

/** What was asked for and did not come: 'CONFIG_WIREGUARD'. Each '# … is not set' that it may need is the source's matter. */
export function lacking(asked: string, config: string): string[] {
	const given = new Set(config.split('\n'));
	const wanted = asked.split('\n').filter((line) => line.startsWith('CONFIG_'));
	return wanted.filter((line) => !given.has(line)).map((line) => line.replace(/=.*/, ''));
}

async function must(argv: string[]): Promise<void> {
	const result = await run(argv);
	if (result.code !== 0) throw new Error(`${argv.slice(0, 3).join(' ')}: ${lastLine(result)}`);
}

/** The name of the package: of one that lies in the folder, else of the newest that apt knows. */
async function sourceName(folder: string): Promise<string> {
	const there = newestSource(readdirSync(folder).filter((name) => name.endsWith('.deb')));
	if (there !== '') return there;
	const search = async (): Promise<string> => {
		const { stdout } = await run(['apt-cache', 'search', '--names-only', '^linux-source-']);
		return newestSource(stdout.split('\n'));
	};
	let name = await search();
	if (name === '' && (await run(['apt-get', '-q', 'update'])).code === 0) name = await search();
	// apt says in its own words why there is none.
	return name === '' ? 'linux-source' : name;
}

/** The folder of the source, unpacked once. */
async function unpacked(folder: string): Promise<string> {
	mkdirSync(folder, { recursive: true });
	const name = await sourceName(folder);
	const tree = join(folder, name);
	if (existsSync(tree)) return tree;
	const deb = await fileOf(name, folder);
	const part = `${tree}.part`;
	rmSync(part, { recursive: true, force: true });
	await must(['dpkg-deb', '-x', deb, part]);
	await must(['tar', '-xf', join(part, `usr/src/${name}.tar.xz`), '-C', part]);
	renameSync(join(part, name), tree);
	rmSync(part, { recursive: true });
	return tree;
}

/** Compiles the source below `folder`; the path of the program. */
async function compiled(source: string, folder: string): Promise<string> {
	mkdirSync(folder, { recursive: true });
	const asked = readFileSync(CONFIG, 'utf8');
	const switches = join(folder, 'asked');
	writeFileSync(switches, asked + OLDER);
	const make = ['make', '-s', '-C', source, 'ARCH=um', `O=${folder}`];
	await must([...make, `KCONFIG_ALLCONFIG=${switches}`, 'allnoconfig']);
	const missing = lacking(asked, readFileSync(join(folder, '.config'), 'utf8'));
	if (missing.length > 0)
		throw new Error(`${source} cannot do ${missing.join(', ')}: take another linux-source-….deb`);
	await must([...make, `-j${String(availableParallelism())}`, 'linux']);
	return join(folder, 'linux');
}

/** The kernel's path. Throws one line, and leaves no half of a kernel. */
export async function buildKernel(
	out: string,
	cache = join(cacheFolder(), 'debian')
): Promise<string> {
	const target = resolve(out);
	try {
		mkdirSync(dirname(target), { recursive: true });
	} catch (error) {
		throw new Error(`${dirname(target)} cannot be written: give another OUT`, { cause: error });
	}
	const source = await unpacked(cache);
	const program = await compiled(source, `${source}-user-mode`);
	copyFileSync(program, `${target}.part`);
	renameSync(`${target}.part`, target);
	return target;
}

if (process.argv[1]?.endsWith('tools/image/kernel.ts')) {
	try {
		const [, , out = ''] = process.argv;
		console.log(await buildKernel(out === '' ? 'dist/linux' : out));
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
