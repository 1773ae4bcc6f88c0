// What are ubus's own status numbers?
// A method throws a UbusError to end with one; anything else that it throws is UNKNOWN_ERROR.

export const OK = 0;
export const INVALID_COMMAND = 1;
export const INVALID_ARGUMENT = 2;
export const METHOD_NOT_FOUND = 3;
export const NOT_FOUND = 4;
export const NO_DATA = 5;
export const PERMISSION_DENIED = 6;
export const UNKNOWN_ERROR = 9;

export class UbusError extends Error {
	readonly status: number;
	constructor(status: number) {
		super(`ubus status ${String(status)}`);
		this.status = status;
	}
}
