// How do connections get from one network namespace into another? A unix socket knows no network
// namespaces: who listens on one inside passes the bytes on to an address there.
import { connect, createServer } from 'node:net';

/** Listens on a path (or a port of the loopback) and pipes each connection to the target. */
export function forward(
	listen: string | number,
	target: { host: string; port: number } | { path: string }
): Promise<{ port: number; close: () => void }> {
	const server = createServer({ allowHalfOpen: true }, (client) => {
		const far = connect({ ...target, allowHalfOpen: true });
		client.pipe(far).pipe(client);
		client.on('error', () => far.destroy());
		far.on('error', () => client.destroy());
		client.on('close', () => far.destroy());
	});
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		const ready = (): void => {
			const address = server.address();
			resolve({
				port: typeof address === 'object' && address ? address.port : 0,
				close: () => server.close(),
			});
		};
		if (typeof listen === 'string') server.listen(listen, ready);
		else server.listen(listen, '127.0.0.1', ready);
	});
}

/**
 * The argument vector of a program that runs `forward` and says 'ready': the function itself, which has
 * no types any more when it runs, so that nothing has to be loaded for it.
 */
export function forwardCommand(path: string, host: string, port: number): string[] {
	const program = [
		"import { connect, createServer } from 'node:net';",
		forward.toString(),
		`await forward(${JSON.stringify(path)}, ${JSON.stringify({ host, port })});`,
		"console.log('ready');",
	].join('\n');
	return [process.execPath, '--input-type=module', '-e', program];
}
