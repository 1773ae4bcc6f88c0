// Does OpenWrt's own apk take what we write, and does it see the same in it as in what it writes itself?
// APK names the program, of apk-tools 3 with mkpkg; without it, the checks left out are counted.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
	appendFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexStream, writeIndex } from '../../tools/package/apk-index.ts';
import { writeApk, type ApkScripts, type WrittenApk } from '../../tools/package/apk.ts';
import { apkParts, packageContents } from '../../tools/package/package.ts';
import { apkSign } from '../../tools/package/sign.ts';
import type { Entry } from '../../tools/package/tree.ts';

const APK = process.env['APK'] ?? '';

/** Fills a folder with the files of a package. */
function unpack(entries: readonly Entry[], folder: string): void {
	mkdirSync(folder, { recursive: true });
	for (const { path, mode, content } of entries) {
		const target = join(folder, path);
		if (content) writeFileSync(target, content, { mode });
		else mkdirSync(target, { mode });
	}
}

class Workplace {
	readonly folder = mkdtempSync(join(tmpdir(), 'wgspoke-apk-'));
	private readonly keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
	readonly sign = apkSign(this.keys.privateKey);
	readonly root = join(this.folder, 'root');

	path(name: string): string {
		return join(this.folder, name);
	}

	run(args: readonly string[]): string {
		const environment = { ...process.env, SOURCE_DATE_EPOCH: '1767225600' };
		const { status, stdout, stderr } = spawnSync(APK, args, {
			cwd: this.folder,
			env: environment,
			encoding: 'utf8',
			maxBuffer: 1 << 26,
		});
		assert.equal(status, 0, `apk ${args.join(' ')}: ${stdout}${stderr}`);
		return stdout;
	}

	write(name: string, bytes: Buffer): string {
		writeFileSync(this.path(name), bytes);
		return name;
	}

	/** A root with nothing in it that trusts our key. */
	makeRoot(): void {
		const keys = join(this.root, 'etc/apk/keys');
		mkdirSync(keys, { recursive: true });
		const pem = this.keys.publicKey.export({ type: 'spki', format: 'pem' });
		writeFileSync(join(keys, 'ours.pem'), pem);
		writeFileSync(join(this.root, 'etc/apk/arch'), 'noarch\n');
		const plain = process.getuid?.() === 0 ? [] : ['--usermode'];
		this.run(['add', '--root', this.root, '--initdb', ...plain]);
	}

	on(command: 'add' | 'del', ...args: string[]): string {
		// Nothing that we need is there, and nobody could run a script.
		const options = ['--no-network', '--no-scripts', '--no-cache', '--force-broken-world'];
		return this.run([command, '--root', this.root, ...options, ...args]);
	}
}

type Check = (at: Workplace, ours: WrittenApk, scripts: ApkScripts, entries: Entry[]) => void;

/** What mkpkg makes of the same tree. */
function mkpkg(at: Workplace, { info }: WrittenApk, scripts: ApkScripts, entries: Entry[]): string {
	unpack(entries, at.path('tree'));
	const fields = {
		name: info.name,
		version: info.version,
		description: info.description,
		arch: 'noarch',
		license: info.license,
		origin: info.origin,
		depends: info.depends.join(' '),
		provides: info.provides.join(' '),
	};
	const told = Object.entries(fields).flatMap(([name, value]) => ['--info', `${name}:${value}`]);
	const run = Object.entries(scripts).flatMap(([name, text]) => {
		writeFileSync(at.path(name), text);
		return ['--script', `${name}:${name}`];
	});
	const output = ['--compression', 'none', '--files', 'tree', '--output', 'theirs.apk'];
	at.run(['mkpkg', ...told, ...run, ...output]);
	return 'theirs.apk';
}

const checks: [title: string, check: Check][] = [
	[
		'verifies the package, signed and trusted by its key',
		(at, { info }, scripts, entries) => {
			at.makeRoot();
			const { bytes } = writeApk(info, scripts, entries, 1767225600, at.sign);
			const printed = at.run(['verify', '--root', at.root, at.path(at.write('signed.apk', bytes))]);
			assert.match(printed, /OK/);
		},
	],
	[
		'prints the same of it as of its own package from the same tree, which has the same bytes',
		(at, ours, scripts, entries) => {
			const theirs = mkpkg(at, ours, scripts, entries);
			const dump = at.run(['adbdump', at.write('ours.apk', ours.bytes)]);
			assert.equal(dump, at.run(['adbdump', theirs]));
			assert.ok(ours.stream.equals(readFileSync(at.path(theirs))), 'the bytes differ');
		},
	],
	[
		'makes the same index of it',
		(at, ours) => {
			const name = `${ours.info.name}-${ours.info.version}.apk`;
			at.write(name, ours.bytes);
			at.run([
				'mkndx',
				'--allow-untrusted',
				'--compression',
				'none',
				'--output',
				'theirs.adb',
				name,
			]);
			assert.ok(indexStream([ours]).equals(readFileSync(at.path('theirs.adb'))));
		},
	],
	[
		'installs it, keeps an edited configuration at an upgrade, and removes it',
		(at, { info }, scripts, entries) => {
			at.makeRoot();
			const free = { ...info, depends: [] };
			const build = (version: string, text: string): string => {
				const changed = entries.map((entry) =>
					entry.path === 'etc/config/wgspoke' ? { ...entry, content: Buffer.from(text) } : entry
				);
				const about = { ...free, version };
				const { bytes } = writeApk(about, scripts, changed, 1767225600, at.sign);
				return at.path(at.write(`${version}.apk`, bytes));
			};
			at.on('add', build('1-r0', '\n'));
			const config = join(at.root, 'etc/config/wgspoke');
			const hub = entries.find(({ path }) => path.endsWith('hub.sh'));
			assert.ok(hub?.content?.equals(readFileSync(join(at.root, hub.path))));
			appendFileSync(config, 'config hub\n');
			at.on('add', build('1-r1', '# newer\n'));
			assert.equal(readFileSync(config, 'utf8'), '\nconfig hub\n');
			assert.equal(readFileSync(`${config}.apk-new`, 'utf8'), '# newer\n');
			assert.match(at.run(['list', '--root', at.root, '--installed']), /1-r1/);
			at.on('del', info.name);
			assert.equal(readFileSync(config, 'utf8'), '\nconfig hub\n');
			assert.equal(existsSync(join(at.root, 'usr')), false);
			assert.doesNotMatch(readFileSync(join(at.root, 'etc/apk/world'), 'utf8'), /wgspoke/);
		},
	],
	[
		'takes it from a feed whose index is signed, and refuses it when one byte is another',
		(at, { info }, scripts, entries) => {
			at.makeRoot();
			const plain = writeApk({ ...info, depends: [] }, scripts, entries, 1767225600);
			const name = `${info.name}-${info.version}.apk`;
			const index = at.path(at.write('packages.adb', writeIndex([plain], at.sign)));
			at.write(name, plain.bytes);
			at.on('add', '--repository', index, info.name);
			assert.match(at.run(['list', '--root', at.root, '--installed']), new RegExp(info.name));
			at.on('del', info.name);
			const broken = Buffer.from(plain.stream);
			broken.write('x', broken.length - 8);
			at.write(name, broken);
			assert.throws(() => at.on('add', '--repository', index, info.name), /error|BAD|integrity/i);
		},
	],
];

if (APK === '') {
	process.once('exit', () => {
		console.log(`  apk: ${checks.length} checks left out, no program named by APK`);
	});
} else {
	describe("apk's own program", () => {
		let parts: Awaited<ReturnType<typeof apkParts>>;

		before(async function () {
			this.timeout(60_000);
			parts = apkParts(await packageContents());
		});

		for (const [title, check] of checks)
			it(title, () => {
				const at = new Workplace();
				try {
					const { info, scripts, entries } = parts;
					check(at, writeApk(info, scripts, entries, 1767225600), scripts, entries);
				} finally {
					rmSync(at.folder, { recursive: true });
				}
			});
	});
}
