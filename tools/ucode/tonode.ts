// How does compiled ucode run in Node? The edits of compile.ts are undone, line for line and column for column.

/** Three blanks after `let` are the mark of an edited `for (const x of xs)`. */
const LOOP = /\b(for ?\()let {3}([A-Za-z_]\w*) in\b/g;
/** Eight blanks after a top-level `return` are the mark of an edited `export default`. */
const RESULT = /^return {8}/gm;

/** Ucode text as compile.ts makes it → text of an ECMAScript module. */
export const toNode = (ucode: string): string =>
	ucode.replace(LOOP, '$1const $2 of').replace(RESULT, 'export default');
