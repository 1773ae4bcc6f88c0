// What is left to do at the hub? It outlives the sheet that said so, in this browser, until somebody marks it done.
// Names and public keys alone: nothing secret is kept here.

const STORAGE_KEY = 'wgspoke.todo';

/** Somebody whom the hub does not know yet, or whose old key it still knows. */
export interface Todo {
	kind: 'add' | 'remove';
	/** The public key that the hub has to forget; '' for none. */
	gone: string;
	name: string;
	/** The hub that is meant, by its public key. */
	hub: string;
}

function read(): Todo[] {
	try {
		const kept = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]') as Todo[];
		return Array.isArray(kept) ? kept : [];
	} catch {
		return [];
	}
}

function write(todos: Todo[]): void {
	try {
		if (todos.length === 0) localStorage.removeItem(STORAGE_KEY);
		else localStorage.setItem(STORAGE_KEY, JSON.stringify(todos));
	} catch {
		// Storage is full or switched off: the sheet has said it.
	}
}

/** What this hub has to be told. */
export function leftFor(hub: string): Todo[] {
	return read().filter((one) => one.hub === hub);
}

export function addTodo(todo: Todo): void {
	write([...read().filter((one) => one.name !== todo.name || one.hub !== todo.hub), todo]);
}

/** The hub has been told everything. */
export function allDone(hub: string): void {
	write(read().filter((one) => one.hub !== hub));
}
