// Do comments go, and does everything else stay where it was?
import assert from 'node:assert/strict';
import { strip } from '../../tools/ucode/strip.ts';

describe('strip', () => {
	it('blanks comments and keeps every line and column of the code', () => {
		const source = '// first\nlet a = 1; // one\n/* two\n lines */ let b = 2;\n';
		assert.equal(strip(source), '\nlet a = 1;\n\n          let b = 2;\n');
	});

	it('keeps the line that names the interpreter', () => {
		assert.equal(
			strip('#!/usr/bin/ucode\n// what\nprint(1);\n'),
			'#!/usr/bin/ucode\n\nprint(1);\n'
		);
	});

	it('leaves alone what only looks like a comment', () => {
		const source = "let a = 'http://x';\nlet b = `/* ${a} // */`;\nlet c = match(a, /[/]\\/*/);\n";
		assert.equal(strip(source), source);
	});

	it('keeps the blanks inside a text of several lines', () => {
		const source = 'let a = `one  \n\t two`; // three\nlet b = 2;\n';
		assert.equal(strip(source), 'let a = `one  \n\t two`;\nlet b = 2;\n');
	});

	it('keeps a documented function and drops its documentation', () => {
		const source = '/** Says so. */\nexport function f(x) {\n\treturn x;\n};\n';
		assert.equal(strip(source), '\nexport function f(x) {\n\treturn x;\n};\n');
	});
});
