// Which addresses does a name have now? By the name servers of this router; never inside rpcd, for it may wait.

import { run } from '../base/shell.ts';

/** Addresses of a name; [] when no name server knows it or answers, and of what is an address itself. */
export function look_up(host: string): string[] {
	const found: string[] = [];
	if (host == '' || index(host, ':') >= 0 || iptoarr(host)) return found;
	let answering = false;
	for (const line of split(run(['nslookup', host]).text, '\n')) {
		// The first block is about the name server itself; the answer begins with a `Name:` line.
		if (match(line, /^Name:/)) answering = true;
		const entry = match(line, /^Address[^:]*:[ \t]*([0-9a-fA-F.:]+)/);
		if (answering && entry) push(found, entry[1]!);
	}
	return found;
}
