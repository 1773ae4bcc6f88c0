// How soon is the overview there once LuCI itself is? In a browser, on a router that has joined.

import { startBrowser } from '../browser/chromium.ts';
import { Visitor } from '../browser/visitor.ts';
import { median } from './times.ts';
import type { Home } from '../../tools/lab/lab.ts';

const ROUNDS = 9;

/** Notes, in the page, when the frame that has the overview in it is drawn. */
const NOTE_DRAWN = `
new MutationObserver((_changes, observer) => {
	if (!document.querySelector('[data-part=live] table')) return;
	observer.disconnect();
	requestAnimationFrame(() => setTimeout(() => { window.drawnAt = performance.now(); }));
}).observe(document, { childList: true, subtree: true });
`;

/** From the moment when the page's own script is asked for: what was before is LuCI's. */
const DRAWN_AFTER = `drawnAt - performance.getEntriesByType('resource')
	.find(({ name }) => name.includes('/view/wgspoke/home.js')).startTime`;

/** Milliseconds: script, the router's answer and the drawing, the page being opened again and again. */
export async function drawnMilliseconds(home: Home): Promise<number> {
	const browser = await startBrowser();
	try {
		const visitor = await Visitor.begin(browser, await home.openPort());
		await visitor.arrive();
		await visitor.page.addInitScript(NOTE_DRAWN);
		const times: number[] = [];
		for (let round = 0; round < ROUNDS; round++) {
			await visitor.page.reload();
			await visitor.page.waitForFunction('window.drawnAt !== undefined');
			times.push(await visitor.page.evaluate<number>(DRAWN_AFTER));
		}
		return median(times);
	} finally {
		await browser.close();
	}
}
