// Which faults were once there, and which tests show that they are no more? A test says '(fault 4)' in its name or in
// the name of a block around it.

/** A test whose name says which faults it stands for. */
export interface Marked {
	name: string;
	passed: boolean;
}

/** By their numbers, in the order in which they were found; each is what was once so. */
export const FAULTS: Readonly<Record<number, string>> = {
	1: 'a full disk empties the firewall and locks the home out',
	2: 'the undo ends with rpcd, or with whoever applies something else',
	3: 'a power cut leaves an unproven change for ever',
	4: 'a login that may only look ends rpcd with 4 KB',
	5: 'somebody’s own VPN is taken for ours and deleted',
	6: 'a hub whose address changes is never found again',
	7: 'the internet, the name server, this router go through the tunnel',
	8: 'a line brings along what may be opened here',
	9: 'files that can only be read: “done”, and nothing is',
	10: 'a device of another program with the chosen name is deleted',
	11: 'a thousand networks block a login for seconds',
	12: 'a name edited by hand leaves tunnel, routes and key',
	13: 'devices that nobody confirmed leave their keys',
	14: 'the private key is among the unsaved changes',
	15: 'a name that does not resolve: the hub is blamed',
	16: 'a tunnel that was stopped or deleted cannot be repaired',
	17: 'a list of homes that is lost: “has not joined”',
	18: 'two who join at once double the lists',
	19: 'what others have not saved is applied with ours',
	20: 'a forwarding with a name like ours is removed',
	21: 'a clock behind the last handshake: “0 s ago”',
	22: 'a private key pasted in the wrong place is shown or stored',
};

/** The numbers in the whole name of a test: 'a hub (fault 6) is found' → [6]. */
export function faultsIn(name: string): number[] {
	const numbers = [...name.matchAll(/\(([^()]*)\)/g)].flatMap(([, inside = '']) =>
		[...inside.matchAll(/(?:^|, )fault (\d+)(?=$|,)/g)].map(([, number]) => Number(number))
	);
	return [...new Set(numbers)];
}

/** One line for each fault: how many tests stand for it, and how many of them failed. */
export function faultLines(marked: readonly Marked[]): string[] {
	const rows = Object.entries(FAULTS).map(([number, fault]) => {
		const own = marked.filter(({ name }) => faultsIn(name).includes(Number(number)));
		const counts = [own.length, own.filter(({ passed }) => !passed).length];
		const columns = counts.map((count) => String(count).padStart(6)).join('');
		return `  ${number.padStart(2)}  ${fault.padEnd(66)}${columns}`;
	});
	return [`  ${'fault'.padEnd(70)} tests failed`, ...rows];
}
