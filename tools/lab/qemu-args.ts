// With which arguments does qemu run an OpenWrt image as the gateway of a home?
import { spawnSync } from 'node:child_process';
import { hardwareAddress, type Boot, type Machine } from './boots.ts';

const PROGRAM = 'qemu-system-x86_64';

/** The machine itself, which has to be one that this host can run. */
function board(kvm: boolean): string[] {
	return [
		...['-machine', 'q35', '-m', '256', '-smp', '1', '-nodefaults', '-display', 'none'],
		...(kvm ? ['-accel', 'kvm', '-cpu', 'host'] : ['-accel', 'tcg', '-cpu', 'max']),
	];
}

/** The argument vector; the serial console is on standard input and output. */
export function qemuCommand({ disk, letter, taps }: Machine, kvm: boolean): string[] {
	return [
		PROGRAM,
		...board(kvm),
		...['-serial', 'stdio', '-monitor', 'none', '-no-reboot', '-device', 'virtio-rng-pci'],
		// The machine may be killed, but its host goes on: nothing has to wait for a real disk.
		...['-drive', `file=${disk},format=raw,if=virtio,cache=unsafe`],
		...taps.flatMap((tap, card) => [
			'-netdev',
			`tap,id=${tap},ifname=${tap},script=no,downscript=no`,
			'-device',
			`virtio-net-pci,netdev=${tap},mac=${hardwareAddress(letter, card)}`,
		]),
	];
}

/**
 * Does /dev/kvm do what it promises? A machine may have the file and still refuse to run a guest, or run only an empty
 * one: so this starts the very machine and CPU that a gateway gets.
 */
export function kvmWorks(program = PROGRAM): boolean {
	const ended = spawnSync(program, [...board(true), '-monitor', 'stdio'], {
		input: 'info status\nquit\n',
		timeout: 5000,
		killSignal: 'SIGKILL',
		stdio: ['pipe', 'pipe', 'ignore'],
	});
	return ended.status === 0 && String(ended.stdout).includes('running');
}

/** What qemu has, the best first: whether KVM lets a guest run shows only when one starts. */
export function qemuBoots(kvm = kvmWorks()): Boot[] {
	const emulated: Boot = {
		name: 'emulation',
		command: (machine) => qemuCommand(machine, false),
		bootMs: 900_000,
	};
	if (!kvm) return [emulated];
	const quick: Boot = {
		name: 'KVM',
		command: (machine) => qemuCommand(machine, true),
		bootMs: 60_000,
	};
	return [quick, emulated];
}

export function hasQemu(program = PROGRAM): boolean {
	return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** dropbear refuses a command of 9000 bytes and more. */
const COMMAND_BYTES = 8000;

/** Is a command too long to be one of ssh's? Then it has to be brought in as a file. */
export function isLong(command: string): boolean {
	return Buffer.byteLength(command) > COMMAND_BYTES;
}

/** ["echo", "it's"] → 'echo' 'it'\''s': for the shell at the far end of ssh. */
export function quoteForShell(argv: readonly string[]): string {
	return argv.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}
