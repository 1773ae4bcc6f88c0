// What starts the disk of a router? A way to start it is a value: what it is called, how it is called, and when it hangs.

export interface Machine {
	/** Its disk, which it writes to. */
	disk: string;
	/** 'a' or 'b': two gateways must not have the same hardware addresses. */
	letter: string;
	/** Names of the tap devices for LAN and WAN, in the order in which the router counts its cards. */
	taps: readonly string[];
}

export interface Boot {
	/** For a person: 'KVM'. */
	name: string;
	/** The argument vector; the console is on its standard input and output. */
	command(machine: Machine): string[];
	/** Milliseconds for each step on the console, the boot among them: this only ends what hangs, on a busy machine too. */
	bootMs: number;
}

/** 'a', 1 → '52:54:00:0a:00:01'. */
export function hardwareAddress(letter: string, card: number): string {
	return `52:54:00:0${letter}:00:0${String(card)}`;
}
