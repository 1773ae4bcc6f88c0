// Does a translation follow the template: nothing lost, nothing left behind?
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT, scanProject } from '../../tools/po/sources.ts';
import { followTemplate, translationFiles } from '../../tools/po/translation.ts';
import type { Message } from '../../tools/po/messages.ts';

const message = (
	text: string,
	plural: string | null = null,
	context: string | null = null
): Message => ({ text, plural, context, places: [{ file: 'a.ts', line: 1 }] });

describe('a translation', () => {
	const old = `# By somebody who knows.
msgid ""
msgstr ""
"Last-Translator: Somebody\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Add"
msgstr "添加"

msgid "Gone"
msgstr "没了"

msgctxt "of a key"
msgid "Never"
msgstr "从不"

msgid "{count} home"
msgid_plural "{count} homes"
msgstr[0] "{count} 个家庭网络"
`;
	const template = [
		message('{count} home', '{count} homes'),
		message('New'),
		message('Never'),
		message('Never', null, 'of a key'),
		message('Add'),
	];

	it('keeps what is translated, gets what is new empty, and loses what is gone', () => {
		const { text, missing } = followTemplate('zh_Hans', old, template);
		assert.equal(missing, 2);
		assert.equal(
			text,
			`# By somebody who knows.
msgid ""
msgstr ""
"Last-Translator: Somebody\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Language: zh_Hans\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Add"
msgstr "添加"

msgid "Never"
msgstr ""

msgctxt "of a key"
msgid "Never"
msgstr "从不"

msgid "New"
msgstr ""

msgid "{count} home"
msgid_plural "{count} homes"
msgstr[0] "{count} 个家庭网络"
`
		);
	});

	it('that follows already stays as it is', () => {
		const once = followTemplate('zh_Hans', old, template).text;
		assert.equal(followTemplate('zh_Hans', once, template).text, once);
	});

	it('of a new language begins with all of the template, and as many forms as the language counts', () => {
		const { text, missing } = followTemplate('de', '', template);
		assert.equal(missing, template.length);
		assert.match(text, /"Language: de\\n"\n"Content-Type: text\/plain; charset=utf-8\\n"/);
		assert.match(text, /msgid_plural "\{count\} homes"\nmsgstr\[0\] ""\nmsgstr\[1\] ""\n$/);
	});

	it('of a language that counts in another way says in its header how', () => {
		assert.throws(() => followTemplate('ru', '', template), /Plural-Forms for ru/);
		const header = 'msgid ""\nmsgstr "Plural-Forms: nplurals=3; plural=n%3;\\n"\n';
		assert.match(followTemplate('ru', header, template).text, /msgstr\[2\] ""/);
	});

	for (const [language, file] of translationFiles()) {
		it(`is up to the template: ${file}`, () => {
			const path = join(PROJECT, file);
			assert.ok(existsSync(path), `${file} is missing: run make pot`);
			const now = readFileSync(path, 'utf8');
			const { text } = followTemplate(language, now, scanProject().messages);
			assert.equal(text, now, `${file} is not up to the template: run make pot and commit it`);
		});
	}
});
