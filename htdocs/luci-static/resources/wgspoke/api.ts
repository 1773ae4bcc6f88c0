// What can the router be asked? One typed function per call; a fault of ours is an exception, as is a refusal.

import rpc from 'luci:rpc';
import type {
	HubReply,
	JoinReply,
	LeaveReply,
	Network,
	PlanReply,
	ReadReply,
	Status,
} from '../../../../root/usr/share/ucode/wgspoke/types.ts';

/** The backend could not do what it should; `message` is for a bug report. */
export class Fault extends Error {}

interface FaultReply {
	error: string;
}

/** A call that answers with `Reply`. Rejects with a Fault, or with LuCI's RPCError. */
function verb<Args extends unknown[], Reply>(
	method: string,
	...params: string[]
): (...args: Args) => Promise<Reply> {
	const call = rpc.declare<Reply | FaultReply, Args>({
		object: 'wgspoke',
		method,
		params,
		reject: true,
	});
	return async (...args) => {
		const reply = await call(...args);
		if (typeof reply === 'object' && reply !== null && 'error' in reply) {
			throw new Fault(`wgspoke ${method}: ${reply.error}`);
		}
		return reply as Reply;
	};
}

export const api = {
	read: verb<[text: string], ReadReply>('read', 'text'),
	plan: verb<[network: Network, text: string], PlanReply>('plan', 'network', 'text'),
	hub: verb<[network: Network, text: string], HubReply>('hub', 'network', 'text'),
	key: verb<[], { public_key: string }>('key'),
	join: verb<[network: Network, text: string], JoinReply>('join', 'network', 'text'),
	leave: verb<[], LeaveReply>('leave'),
	status: verb<[], Status>('status'),
	check: verb<[], { started: boolean }>('check'),
};

function uci<Args extends unknown[]>(method: string, ...params: string[]) {
	return rpc.declare<unknown, Args>({ object: 'uci', method, params, reject: true, nobatch: true });
}

/** rpcd's transaction, in the session of this login. */
export const transaction = {
	apply: uci<[rollback: true, seconds: number]>('apply', 'rollback', 'timeout'),
	confirm: uci<[]>('confirm'),
	rollback: uci<[]>('rollback'),
	revert: uci<[config: string]>('revert', 'config'),
};

/** The status of ubus in an RPCError of LuCI: 'RPC call to uci/apply failed with ubus code 6: …' → 6; else null. */
export function ubusCode(error: unknown): number | null {
	const found = / ubus code (\d+)/.exec(error instanceof Error ? error.message : '');
	return found ? Number(found[1]) : null;
}
