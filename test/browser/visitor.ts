// Who sits before the browser? Somebody who logs in, pastes, clicks and reads; clicks are counted.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fill } from '../../htdocs/luci-static/resources/wgspoke/widgets/words.ts';
import { givenUpAfter } from '../../tools/lab/wait.ts';
import { ENGLISH } from './language.ts';
import type { Language } from './language.ts';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

export interface Look {
	width?: number;
	dark?: boolean;
	/** What the browser asks for, and who sits before it reads; English without. */
	language?: Language;
}

const PAGE = '/cgi-bin/luci/admin/vpn/wgspoke';
/** Of LuCI's own pages; only root may see it. */
const QUIET_PAGE = '/cgi-bin/luci/admin/system/admin';
const SHOTS = fileURLToPath(new URL('../../dist/screenshots/', import.meta.url));

export type Step = 'hub' | 'review';

/** What stands beside a *Change* of the review. */
export type Row = 'Hub' | 'VPN address' | 'This home' | 'Other homes' | 'Access to this router';

export class Visitor {
	readonly page: Page;
	readonly context: BrowserContext;
	private readonly base: string;
	private readonly look: Look;
	/** Clicks since the login. */
	clicks = 0;
	/** Pastes since the login. */
	pastes = 0;
	/** How often the page has asked whether it may go. */
	heldBack = 0;
	/** Errors that the pages' own script has thrown. */
	readonly errors: string[] = [];

	private constructor(context: BrowserContext, page: Page, base: string, look: Look) {
		this.context = context;
		this.page = page;
		this.base = base;
		this.look = look;
		page.setDefaultTimeout(givenUpAfter(10_000));
		page.on('pageerror', ({ message }) => {
			// LuCI's own pages ask for what a login may not see.
			if (!message.includes('RPC call to uci/get')) this.errors.push(message);
		});
		page.on('dialog', (dialog) => {
			if (dialog.type() === 'beforeunload') {
				this.heldBack++;
				void dialog.dismiss();
				return;
			}
			this.errors.push(`a dialog: ${dialog.message()}`);
			void dialog.dismiss();
		});
	}

	static async begin(browser: Browser, port: number, look: Look = {}): Promise<Visitor> {
		const context = await browser.newContext({
			viewport: { width: look.width ?? 1280, height: 800 },
			colorScheme: look.dark ? 'dark' : 'light',
			locale: (look.language ?? ENGLISH).locale,
		});
		return new Visitor(context, await context.newPage(), `http://127.0.0.1:${port}`, look);
	}

	/** A text of ours as this person reads it; what is filled in stands in {braces}. */
	says(text: string, values: Record<string, string> = {}): string {
		return fill((this.look.language ?? ENGLISH).say(text), values);
	}

	close(): Promise<void> {
		return this.context.close();
	}

	/** Another tab of the same browser, with the same login. */
	async tab(): Promise<Visitor> {
		const other = new Visitor(this.context, await this.context.newPage(), this.base, this.look);
		await other.page.goto(this.base + PAGE);
		return other;
	}

	/** Logs in at a page that asks for little: LuCI's front page is busy for seconds. */
	async login(user = 'root'): Promise<void> {
		await this.page.goto(this.base + (user === 'root' ? QUIET_PAGE : PAGE));
		await this.page.locator('#luci_username').fill(user);
		await this.page.getByRole('button', { name: /^(Log in|登录)$/ }).click();
		await this.page.locator('#topmenu').waitFor();
		this.clicks = 0;
		this.pastes = 0;
	}

	async click(target: Locator): Promise<void> {
		await target.click();
		this.clicks++;
	}

	async press(text: string, values?: Record<string, string>): Promise<void> {
		const name = this.says(text, values);
		await this.click(this.page.getByRole('button', { name, exact: true }));
	}

	/** Goes to the page by the menu. */
	async enter(): Promise<void> {
		await this.page.locator('#topmenu').getByText('VPN').hover();
		await this.click(this.page.getByRole('link', { name: this.says('Home network') }));
		await this.page.locator('.wgs h2').waitFor();
	}

	/** Goes to another tab of the page. */
	async open(tab: 'Overview' | 'Hub' | 'Devices'): Promise<void> {
		const name = this.says(tab);
		await this.click(this.page.locator('#tabmenu').getByRole('link', { name, exact: true }));
		await this.page.locator('.wgs h2').waitFor();
	}

	/** Logs in and goes to the page. */
	async arrive(user?: string): Promise<void> {
		await this.login(user);
		await this.enter();
	}

	/** Pastes into what has the focus, as a person does with the keyboard. */
	async paste(text: string): Promise<void> {
		await this.page.locator('textarea:focus').waitFor();
		await this.page.keyboard.insertText(text);
		this.pastes++;
	}

	/** Pastes a configuration and waits until the router has read it. */
	async pasteConf(text: string): Promise<void> {
		await this.paste(text);
		await this.part('read').waitFor();
	}

	part(name: string): Locator {
		return this.page.locator(`[data-part=${name}]`);
	}

	step(step: Step): Locator {
		return this.page.locator(`div[data-step=${step}]`);
	}

	finding(code: string): Locator {
		return this.page.locator(`[data-code=${code}]`);
	}

	/** On to what was read. */
	async next(): Promise<void> {
		await this.press('Next');
		await this.step('review').waitFor();
	}

	/** Opens the fields of a row. */
	async change(row: Row): Promise<void> {
		await this.press('Change: {row}', { row: this.says(row) });
	}

	/** Back to the text. */
	async back(): Promise<void> {
		await this.press('Back');
		await this.step('hub').waitFor();
	}

	/** On to what will happen, from wherever. */
	async toReview(): Promise<void> {
		if ((await this.step('review').count()) === 0) await this.next();
		await this.part('summary').waitFor();
	}

	async apply(): Promise<void> {
		await this.press('Apply');
	}

	/** Applies and waits for the good end of it. */
	async applied(): Promise<void> {
		await this.apply();
		await this.part('live').waitFor({ timeout: 30_000 });
	}

	/** Joins with a pasted text, and goes on to the overview. */
	async join(conf: string): Promise<void> {
		await this.pasteConf(conf);
		await this.toReview();
		await this.applied();
	}

	/** Waits for the dialog to say that. */
	async told(text: string | RegExp, timeout = 20_000): Promise<void> {
		await this.page.locator('#modal_overlay').getByText(text).first().waitFor({ timeout });
	}

	/** Everything that a person can read on the page. */
	text(): Promise<string> {
		return this.page.locator('body').innerText();
	}

	/** What the block of this title has to be copied. */
	async copyText(title: string): Promise<string> {
		const block = this.page.locator('.wgs-copy', { hasText: title }).first();
		return (await block.locator('pre').textContent()) ?? '';
	}

	/** The file that the press of a block's button saves: its name and content. */
	async saved(press: () => Promise<void>): Promise<{ name: string; text: string }> {
		const waiting = this.page.waitForEvent('download');
		await press();
		const download = await waiting;
		return {
			name: download.suggestedFilename(),
			text: readFileSync(await download.path(), 'utf8'),
		};
	}

	/** Is something wider than the window? */
	overflows(): Promise<boolean> {
		return this.page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
	}

	/** What the browser keeps of this page, in its storages. */
	stored(): Promise<string> {
		return this.page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
	}

	/** Saves what is seen to dist/screenshots/<name>-<width>-<theme>.png. */
	async screenshot(name: string): Promise<void> {
		mkdirSync(SHOTS, { recursive: true });
		const { dark = false } = this.look;
		const { width } = this.page.viewportSize() ?? { width: 0 };
		const file = `${name}-${width}-${dark ? 'dark' : 'light'}.png`.replace(/[^\w.-]+/g, '-');
		await this.page.evaluate('window.scrollTo(0, 0)');
		await this.page.screenshot({ path: join(SHOTS, file), fullPage: true });
	}
}
