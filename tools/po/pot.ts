// Writes the translation template from the sources: `make pot` → luci-app-wgspoke/po/templates/wgspoke.pot

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT, scanProject } from './sources.ts';
import { TEMPLATE, writeTemplate } from './template.ts';

const { messages, refused } = scanProject();
if (refused.length > 0) {
	console.error(refused.join('\n'));
	process.exit(1);
}
const path = join(PROJECT, TEMPLATE);
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, writeTemplate(messages));
console.log(`${TEMPLATE}: ${messages.length} texts`);
