// Does the development router's bus answer as ubus and uhttpd do, over HTTP and over its socket?
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Bus } from '../../tools/router/bus.ts';
import { answer, type HttpHooks } from '../../tools/router/http.ts';
import { answerLine } from '../../tools/router/socket.ts';
import * as status from '../../tools/router/status.ts';
import { UbusError } from '../../tools/router/status.ts';

function makeBus(): Bus {
	const bus = new Bus();
	const args = { text: 'String', flag: 'Boolean' } as const;
	bus.add('procd', 'echo', {
		lax: { args, call: (given) => given },
		strict: { args, strict: true, call: (given) => given },
		empty: { args: {}, call: () => null },
		refuse: {
			args: {},
			call: () => {
				throw new UbusError(status.PERMISSION_DENIED);
			},
		},
		late: { args: {}, call: () => Promise.resolve({ late: true }) },
	});
	return bus;
}

describe('a call on the bus', () => {
	const bus = makeBus();

	it('has a status for what is not there', async () => {
		assert.equal((await bus.call('nothing', 'lax', {})).status, status.NOT_FOUND);
		assert.equal((await bus.call('echo', 'nothing', {})).status, status.METHOD_NOT_FOUND);
		assert.equal((await bus.call('echo', 'toString', {})).status, status.METHOD_NOT_FOUND);
	});

	it('is refused by a plugin for an argument that is unknown or of the wrong type', async () => {
		for (const args of [{ text: 5 }, { other: '' }, { text: '', flag: 'yes' }])
			assert.equal((await bus.call('echo', 'strict', args)).status, status.INVALID_ARGUMENT);
		const session = { text: '', ubus_rpc_session: 'x' };
		assert.deepEqual((await bus.call('echo', 'strict', session)).data, session);
	});

	it('reaches a program of C without such an argument', async () => {
		const { data } = await bus.call('echo', 'lax', { text: 5, flag: true, other: 1 });
		assert.deepEqual(data, { flag: true });
	});

	it('ends with the status that the method gives', async () => {
		assert.deepEqual(await bus.call('echo', 'refuse', {}), {
			status: status.PERMISSION_DENIED,
			data: null,
		});
		assert.deepEqual(await bus.call('echo', 'late', {}), { status: 0, data: { late: true } });
	});
});

describe('POST /ubus', () => {
	const hooks: HttpHooks = {
		bus: makeBus(),
		allowed: (session) => session === 'good',
		www: '/nowhere',
	};
	const call = (...params: unknown[]): Promise<unknown> =>
		answer(hooks, { jsonrpc: '2.0', id: 7, method: 'call', params });
	const error = (code: number, message: string, id: unknown = 7): unknown => ({
		jsonrpc: '2.0',
		id,
		error: { code, message },
	});

	it('answers with status and data, or with the status alone', async () => {
		assert.deepEqual(await call('good', 'echo', 'lax', { text: 'é' }), {
			jsonrpc: '2.0',
			id: 7,
			result: [0, { text: 'é', ubus_rpc_session: 'good' }],
		});
		assert.deepEqual(await call('good', 'echo', 'empty', {}), {
			jsonrpc: '2.0',
			id: 7,
			result: [0],
		});
	});

	it('denies a session that may not, before it tells which methods there are', async () => {
		assert.deepEqual(await call('bad', 'echo', 'nothing', {}), error(-32002, 'Access denied'));
	});

	it('tells of an object that is not there', async () => {
		assert.deepEqual(await call('bad', 'nothing', 'x', {}), error(-32000, 'Object not found'));
	});

	it('takes no session within the arguments', async () => {
		const args = { ubus_rpc_session: 'good' };
		assert.deepEqual(await call('good', 'echo', 'lax', args), error(-32602, 'Invalid parameters'));
	});

	it('refuses a call that is not complete, and a method that is none', async () => {
		assert.deepEqual(await call('good', 'echo', 'lax'), error(-32700, 'Parse error'));
		assert.deepEqual(
			await answer(hooks, { jsonrpc: '2.0', id: 7, method: 'eval' }),
			error(-32601, 'Method not found')
		);
	});

	it('lists objects, and the methods of those that are named', async () => {
		const list = (params?: unknown): Promise<unknown> =>
			answer(hooks, { jsonrpc: '2.0', id: 7, method: 'list', params });
		assert.deepEqual(await list(), { jsonrpc: '2.0', id: 7, result: ['echo'] });
		const named = (await list(['ec*'])) as { result: Record<string, Record<string, unknown>> };
		assert.deepEqual(named.result.echo?.strict, { text: 'string', flag: 'boolean' });
	});

	it('answers any JSON with JSON-RPC, and calls nothing without the right', async () => {
		await fc.assert(
			fc.asyncProperty(fc.jsonValue(), async (request) => {
				const reply = await answer(hooks, request);
				assert.equal(reply.jsonrpc, '2.0');
				assert.ok('error' in reply || 'result' in reply);
			})
		);
	});
});

describe('the local socket', () => {
	const bus = makeBus();
	const ask = (request: unknown): Promise<unknown> => answerLine(bus, JSON.stringify(request));

	it('needs no session, and gives back the id of the question', async () => {
		assert.deepEqual(await ask({ id: 'x', object: 'echo', method: 'lax', args: { text: 'a' } }), {
			id: 'x',
			status: 0,
			data: { text: 'a' },
		});
	});

	it('lists objects by name and by beginning', async () => {
		const names = async (list: string): Promise<string[]> => {
			const { data } = (await ask({ id: 1, list })) as { data: { objects: object } | null };
			return Object.keys(data?.objects ?? {});
		};
		assert.deepEqual(await names(''), ['echo']);
		assert.deepEqual(await names('e*'), ['echo']);
		assert.deepEqual(await names('other'), []);
	});

	it('answers a line that is no question with a status', async () => {
		const reply = await answerLine(bus, 'no json');
		assert.deepEqual(reply, { id: null, status: status.INVALID_COMMAND, data: null });
	});
});
