// What is one kind of finding made of, and which commands do several kinds name?

export type Severity = 'error' | 'warning' | 'info';

/** One kind of finding. */
export interface Text {
	severity: Severity;
	/** What is so, and why that matters: a whole sentence. */
	message: string;
	/** What to do: a whole sentence. */
	fix: string;
	/** The same in a terminal on this router, which no page speaks of. */
	shell?: string;
	/**
	 * Codes that say no more once this has been said: about the same thing, or where it is named about another,
	 * 'no-remote of sites'; '*': nothing else matters then.
	 */
	hides?: string[] | '*';
}

export const endpoint_shell = 'wgspoke join --endpoint HOST:PORT';
export const site_shell = "wgspoke join --site '{name}=PREFIX'";
