// Runs inside a network namespace: passes connections on, from a unix socket or a TCP port to an address there.
// Arguments: where to listen (a path), the host and the port to connect to. Says 'ready' when it listens.
import { connect, createServer } from 'node:net';
import { pathToFileURL } from 'node:url';

/** Listens on a path (or a port of the loopback) and pipes each connection to what `open` gives. */
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

const [program, path, host, port] = process.argv.slice(1);
if (program && path && host && import.meta.url === pathToFileURL(program).href) {
	await forward(path, { host, port: Number(port) });
	console.log('ready');
}
