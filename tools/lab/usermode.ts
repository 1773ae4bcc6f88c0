// How does a kernel start the disk that is a program of this machine (ARCH=um, `make kernel`)?
// Its processes are processes of this machine, so that it needs no KVM and no processor is emulated; only what they
// ask of a kernel goes through it.
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { hardwareAddress, type Boot, type Machine } from './boots.ts';

/** Nothing of it is swapped, and what it does not use it does not take. */
const MEMORY = '256M';

/** Half a minute of a busy machine is ten times what it takes. */
const BOOT_MS = 120_000;

/** Its console is on standard input and output; what it notes about itself lies beside its disk. */
export function userModeCommand(kernel: string, { disk, letter, taps }: Machine): string[] {
	return [
		kernel,
		...[`mem=${MEMORY}`, `ubd0=${disk}`, 'root=/dev/ubda1', 'rootfstype=ext4', 'rw'],
		...['seccomp=auto', 'con0=fd:0,fd:1', 'con=null', 'console=tty0', 'quiet', 'panic=1'],
		...[`uml_dir=${dirname(disk)}/`, `umid=kernel-${letter}`],
		...taps.map((tap, card) => {
			const address = hardwareAddress(letter, card);
			return `vec${String(card)}:transport=tap,ifname=${tap},mac=${address}`;
		}),
	];
}

/** Why is this no kernel that can be started? '' when it is one. */
export function kernelFault(path: string): string {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat) return `there is no ${path}`;
	if (!stat.isFile()) return `${path} is not a file`;
	try {
		accessSync(path, constants.X_OK);
		return '';
	} catch {
		return `${path} is not executable`;
	}
}

export function userMode(kernel: string): Boot {
	return {
		name: 'a kernel in user mode',
		command: (machine) => userModeCommand(kernel, machine),
		bootMs: BOOT_MS,
	};
}
