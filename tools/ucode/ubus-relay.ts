// Who asks while the main thread waits? This thread: it takes one request at a time and rings the bell when answered.
import { workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';

import { ask } from './ubus.ts';
import type { Request } from './ubus.ts';

const { port, bell } = workerData as { port: MessagePort; bell: Int32Array };

port.on(
	'message',
	({ path, request, timeout }: { path: string; request: Request; timeout: number }) => {
		void ask(path, request, timeout).then((reply) => {
			port.postMessage(reply);
			Atomics.store(bell, 0, 1);
			Atomics.notify(bell, 0);
		});
	}
);
