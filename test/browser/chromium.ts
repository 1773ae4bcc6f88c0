// Which browser looks at the pages? Debian's chromium, or what CHROMIUM names, with all that it does by itself left out.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** The shell without a window takes a third of the time of the whole browser, which will do as well. */
const PROGRAMS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

const CHROMIUM = {
	executablePath: process.env.CHROMIUM ?? PROGRAMS.find((path) => existsSync(path)) ?? 'chromium',
	args: [
		'--no-sandbox',
		'--disable-dev-shm-usage',
		'--disable-background-networking',
		'--disable-component-update',
		'--disable-default-apps',
		'--disable-quic',
		'--disable-sync',
		'--no-first-run',
	],
};

export function startBrowser(): Promise<Browser> {
	return chromium.launch(CHROMIUM);
}
