// What is on the disk besides the root of OpenWrt itself? A kernel with its modules, what that starts with, which card
// is the LAN, and ssh where the root has none.
import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	copyFileSync,
	existsSync,
	lstatSync,
	mkdirSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseLdd } from '../lab/rootfs-layer.ts';
import { lastLine, run } from '../system/run.ts';
import type { Debian } from './debian.ts';
import { FOR_THE_BOARD, FOR_THE_DISK, FOR_THE_ROUTER, modulesIn, withNeeds } from './modules.ts';

function write(path: string, text: string, mode = 0o644): void {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text, { mode });
}

/** The first program of the machine: makes the disk appear, and hands over to the router's own first program. */
const INIT = `#!/bin/busybox sh
busybox=/bin/busybox
$busybox mount -t devtmpfs dev /dev
while read -r module; do $busybox insmod "/lib/$module"; done </lib/order
until [ -b /dev/vda1 ]; do $busybox sleep 0.1; done
$busybox mount -t ext4 -o noatime /dev/vda1 /router
$busybox umount /dev
exec $busybox switch_root /router /sbin/init
`;

/** Packs what the kernel starts with, before it has a disk. */
async function writeInitrd(target: string, debian: Debian, folder: string): Promise<void> {
	for (const name of ['bin', 'lib', 'dev', 'router'])
		mkdirSync(join(folder, name), { recursive: true });
	copyFileSync(debian.busybox, join(folder, 'bin/busybox'));
	const modules = withNeeds(FOR_THE_DISK, modulesIn(debian.modules));
	for (const path of modules) copyFileSync(path, join(folder, 'lib', basename(path)));
	write(join(folder, 'lib/order'), modules.map((path) => `${basename(path)}\n`).join(''));
	write(join(folder, 'init'), INIT, 0o755);
	const lines = 'cd "$1" && find . | cpio --quiet -o -H newc -R 0:0 >"$2"';
	const result = await run(['sh', '-c', lines, 'sh', folder, target]);
	if (result.code !== 0) throw new Error(`cpio: ${lastLine(result)}`);
}

/** Where OpenWrt has its modules: in one folder, with lists of what is loaded when. */
function addModules(tree: string, { modules, version }: Debian): void {
	const find = modulesIn(modules);
	const folder = join(tree, 'lib/modules', version);
	mkdirSync(folder, { recursive: true });
	for (const name of ['modules.builtin', 'modules.builtin.modinfo'])
		copyFileSync(join(modules, name), join(folder, name));
	for (const [list, names] of [
		['etc/modules-boot.d/00-image', FOR_THE_BOARD],
		['etc/modules.d/00-image', FOR_THE_ROUTER],
	] as const) {
		const files = withNeeds(names, find);
		for (const file of files) copyFileSync(file, join(folder, basename(file)));
		write(join(tree, list), files.map((file) => `${basename(file, '.ko')}\n`).join(''));
	}
}

/** As on OpenWrt's own images for such machines. */
const BOARD = `. /lib/functions/uci-defaults.sh
board_config_update
ucidef_set_interface_lan eth0
ucidef_set_interface_wan eth1
board_config_flush
exit 0
`;

/** Before the board is looked at: a kernel in user mode counts its cards by another name. */
const CARDS = `for card in 0 1; do
	[ ! -e /sys/class/net/vec$card ] || ip link set vec$card name eth$card
done
`;

const SSH_SERVICE = `#!/bin/sh /etc/rc.common
START=19
USE_PROCD=1
start_service() {
	procd_open_instance
	procd_set_param command /usr/sbin/dropbear -F -R
	procd_set_param respawn
	procd_close_instance
}
`;

/** Debian's dropbear with its own loader and libraries, for a root whose C library is another one. */
function addDropbear(tree: string): void {
	const program = '/usr/sbin/dropbear';
	const needs = parseLdd(spawnSync('ldd', [program], { encoding: 'utf8' }).stdout);
	if (!needs) throw new Error(`${program} is not what Debian's package dropbear-bin has`);
	const folder = '/usr/lib/image-dropbear';
	mkdirSync(join(tree, folder), { recursive: true });
	for (const path of [program, needs.loader, ...needs.libraries])
		copyFileSync(realpathSync(path), join(tree, folder, basename(path)));
	const command = `${folder}/${basename(needs.loader)} --library-path ${folder} ${folder}/dropbear`;
	write(join(tree, program), `#!/bin/sh\nexec ${command} "$@"\n`, 0o755);
	write(join(tree, 'etc/init.d/dropbear'), SSH_SERVICE, 0o755);
	mkdirSync(join(tree, 'etc/rc.d'), { recursive: true });
	symlinkSync('../init.d/dropbear', join(tree, 'etc/rc.d/S19dropbear'));
}

/** 'One of:\n\t\trsa\n\t\ted25519\n-f …' → rsa, ed25519: what OpenWrt's script for dropbear takes for the kinds of keys. */
export const keyTypes = (help: string): string[] =>
	[...help.matchAll(/^\t\t(\w+)$/gm)].map((found) => found[1] ?? '');

/**
 * The router would make them at its first start, for which an emulated one takes a minute. They are those of every
 * machine that starts from this disk, which is for trying things out.
 */
async function addHostKeys(folder: string): Promise<void> {
	const help = await run(['dropbearkey', '-h']);
	const types = keyTypes(help.stdout + help.stderr);
	if (types.length === 0) throw new Error('dropbearkey -h names no kinds of keys');
	for (const type of types) {
		const path = join(folder, `dropbear_${type}_host_key`);
		if (isThere(path)) continue;
		const result = await run(['dropbearkey', '-t', type, '-f', path]);
		if (result.code !== 0) throw new Error(`dropbearkey: ${lastLine(result)}`);
		chmodSync(path, 0o600);
		rmSync(`${path}.pub`, { force: true });
	}
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** Puts a copy of the root into `tree` with all that makes a machine of it; `folder` is for what is made on the way. */
export async function makeTree(
	root: string,
	tree: string,
	debian: Debian,
	folder: string
): Promise<void> {
	const copied = await run(['cp', '-a', `${root}/.`, tree]);
	if (copied.code !== 0) throw new Error(`${root}: ${lastLine(copied)}`);
	mkdirSync(join(tree, 'boot'), { recursive: true });
	copyFileSync(debian.kernel, join(tree, 'boot/vmlinuz'));
	await writeInitrd(join(tree, 'boot/initrd'), debian, folder);
	addModules(tree, debian);
	write(join(tree, 'etc/board.d/99-image'), BOARD, 0o755);
	write(join(tree, 'lib/preinit/00_image_cards'), CARDS);
	if (!existsSync(join(tree, 'usr/sbin/dropbear'))) addDropbear(tree);
	// OpenWrt's own dropbear reads root's keys in /etc/dropbear, any other one in root's folder.
	mkdirSync(join(tree, 'etc/dropbear'), { recursive: true, mode: 0o700 });
	await addHostKeys(join(tree, 'etc/dropbear'));
	if (!isThere(join(tree, 'root/.ssh'))) symlinkSync('/etc/dropbear', join(tree, 'root/.ssh'));
}
