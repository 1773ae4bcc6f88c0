// Writes the translation template from the sources, and brings every translation up to it: `make pot` →
// luci-app-wgspoke/po/templates/wgspoke.pot and luci-app-wgspoke/po/*/wgspoke.po

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT, scanProject } from './sources.ts';
import { TEMPLATE, writeTemplate } from './template.ts';
import { followTemplate, translationFiles } from './translation.ts';

const { messages, refused } = scanProject();
if (refused.length > 0) {
	console.error(refused.join('\n'));
	process.exit(1);
}
const path = join(PROJECT, TEMPLATE);
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, writeTemplate(messages));
console.log(`${TEMPLATE}: ${messages.length} texts`);

for (const [language, file] of translationFiles()) {
	const target = join(PROJECT, file);
	const known = existsSync(target) ? readFileSync(target, 'utf8') : '';
	const { text, missing } = followTemplate(language, known, messages);
	writeFileSync(target, text);
	console.log(`${file}: ${missing === 0 ? 'complete' : `${missing} to translate`}`);
}
