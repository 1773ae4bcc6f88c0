// What does `catch (e)` see? ucode's exceptions have a type, a message and a stack trace.

/** An exception as ucode raises it; in Node also an Error, so that tests show where it came from. */
export class UcodeException extends Error {
	readonly type: string;
	readonly stacktrace: { filename: string; line: number; byte: number }[] = [];

	/** @param type 'Error' from die(), 'Syntax error', 'Type error', 'Runtime error' */
	constructor(type: string, message: string) {
		super(message);
		this.type = type;
	}
}
