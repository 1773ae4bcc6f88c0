// How does a folder become a disk from which a machine starts? GRUB in front of the first partition, which is an ext4
// file system with the folder's files; nothing is mounted, and no device of this machine is touched.
import {
	closeSync,
	openSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { lastLine, run } from '../system/run.ts';

const SECTOR = 512;
/** Where the first partition begins, as everywhere. */
const FIRST_SECTOR = 2048;
const LINUX = 0x83;
const ACTIVE = 0x80;
const KIB = 1024;

const GRUB = '/usr/lib/grub/i386-pc';

/** What GRUB needs to find a file on an ext4 partition of its own disk, to start it, and to say so. */
const GRUB_MODULES = ['biosdisk', 'part_msdos', 'ext2', 'linux', 'serial', 'terminal', 'echo'];

/**
 * An emulated machine on a busy one is late with everything: a kernel that tests its timer gives up. What it is spared
 * besides is what takes an emulator long: words on the serial line, and precautions that protect nobody here.
 */
const KERNEL_WORDS = 'console=ttyS0,115200 quiet panic=1 no_timer_check nokaslr mitigations=off';

/** No menu and no waiting; the console is the serial line. */
const GRUB_LINES = `serial --unit=0 --speed=115200
terminal_output serial
echo 'GRUB starts OpenWrt'
set root=(hd0,msdos1)
linux /boot/vmlinuz ${KERNEL_WORDS}
initrd /boot/initrd
boot
`;

/**
 * What GRUB of any age reads and every kernel mounts, with a journal: written out, since the defaults of mkfs grow.
 */
const FEATURES =
	'none,has_journal,ext_attr,dir_index,filetype,extent,sparse_super,large_file,dir_nlink,extra_isize';

/** The first sector: GRUB's, with one active partition of so many sectors in its table. */
export function bootSector(grub: Buffer, sectors: number): Buffer {
	const sector = Buffer.alloc(SECTOR);
	grub.copy(sector, 0, 0, 440);
	const entry = Buffer.alloc(16);
	entry.writeUInt8(ACTIVE, 0);
	entry.writeUInt8(LINUX, 4);
	entry.writeUInt32LE(FIRST_SECTOR, 8);
	entry.writeUInt32LE(sectors, 12);
	entry.copy(sector, 446);
	sector.writeUInt16LE(0xaa55, 510);
	return sector;
}

async function must(argv: string[]): Promise<void> {
	const result = await run(argv);
	if (result.code !== 0) throw new Error(`${argv[0] ?? ''}: ${lastLine(result)}`);
}

/** GRUB itself, which has to fit between the first sector and the partition. */
async function grubCore(folder: string): Promise<Buffer> {
	const [lines, core] = [join(folder, 'grub.cfg'), join(folder, 'core.img')];
	writeFileSync(lines, GRUB_LINES);
	await must(
		['grub-mkimage', '-O', 'i386-pc', '-p', '', '-c', lines, '-o', core].concat(GRUB_MODULES)
	);
	const bytes = readFileSync(core);
	if (bytes.length > (FIRST_SECTOR - 1) * SECTOR) throw new Error('GRUB is larger than its place');
	return bytes;
}

/**
 * Writes a disk with the tree's files on a file system of so many KiB. `folder` is for what is written on the way; the
 * kernel is /boot/vmlinuz in the tree, /boot/initrd what it starts with. Throws one line, and leaves no disk then.
 */
export async function writeDisk(
	disk: string,
	tree: string,
	kib: number,
	folder: string
): Promise<void> {
	const core = await grubCore(folder);
	const boot = readFileSync(join(GRUB, 'boot.img'));
	try {
		writeFileSync(disk, '');
		truncateSync(disk, FIRST_SECTOR * SECTOR + kib * KIB);
		await must(
			['mkfs.ext4', '-q', '-F', '-b', '4096', '-m', '0', '-O', FEATURES]
				.concat(['-E', `offset=${String(FIRST_SECTOR * SECTOR)},lazy_itable_init=0`])
				.concat(['-d', tree, disk, `${String(kib)}k`])
		);
		const file = openSync(disk, 'r+');
		try {
			writeSync(file, bootSector(boot, (kib * KIB) / SECTOR), 0, SECTOR, 0);
			writeSync(file, core, 0, core.length, SECTOR);
		} finally {
			closeSync(file);
		}
	} catch (error) {
		rmSync(disk, { force: true });
		throw error;
	}
}
