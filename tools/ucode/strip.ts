// What of a compiled source is not needed on the router? Its comments: they stay in the repository, and
// every line and column stays what it was, so that a stack trace on the router still points into the source.
import ts from 'typescript';

/** ' // why\n\t' → '\n\t': comments go, and with them the blanks at the ends of lines. */
function blanked(between: string): string {
	return between.replace(/\S/g, ' ').replace(/[ \t]+\n/g, '\n');
}

/** Comments become blanks, unless nothing follows them on their line; a first line `#!…` stays. */
export function strip(ucode: string): string {
	const file = ts.createSourceFile('', ucode, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
	let text = '';
	const visit = (node: ts.Node): void => {
		if (ts.isJSDoc(node)) return;
		const children = node.getChildren(file);
		if (children.length > 0) {
			children.forEach(visit);
			return;
		}
		// What stands before a token is white space and comments, or the line that names the interpreter.
		const start = node.getStart(file);
		const between = ucode.slice(node.pos, start);
		const program = /^#!.*/.exec(between)?.[0] ?? '';
		text += program + blanked(between.slice(program.length)) + ucode.slice(start, node.end);
	};
	visit(file);
	return text;
}
