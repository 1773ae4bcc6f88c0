// Does it work, and if not, why? The answer first, then what is to be done, the drawing and the table; mended, not redrawn.

import poll from 'luci:poll';
import { api, checkNow } from '../pages/api.ts';
import { missingNotice, withPart } from '../pages/later.ts';
import { button, buttonRow } from '../widgets/buttons.ts';
import { fillNode } from '../widgets/layout.ts';
import { mendChildren } from '../widgets/mend.ts';
import { faultNotice, findingNotice } from '../widgets/notices.ts';
import { answerLine } from '../widgets/pill.ts';
import { drawing } from './drawing.ts';
import { headline, isStale } from './headline.ts';
import { memberTable } from './table.ts';
import type { Ladder, Network, NewsItem, Pulse, StatusReply } from '../types.ts';
import type { Around } from './settings.ts';
import type { Todo } from './todo.ts';

/** What is told and done only now and then. */
export const loadTodo = () => L.require('wgspoke.overview.todo') as Promise<Todo>;

const REFRESH_SECONDS = 5;
/** So old verdicts are asked for anew while somebody looks. */
const CHECK_SECONDS = 30;
/** A look at the hub decides for so long, as what the hub says by itself does. */
const LOOK_SECONDS = 300;
const NARROW = 600;

/** The status with what a pulse tells anew. */
function withPulse(status: StatusReply, pulse: Pulse): StatusReply {
	const sites = status.sites.map((site, index) => ({ ...site, ...pulse.sites[index] }));
	return { ...status, ...pulse, sites, devices: pulse.devices };
}

/** Is nothing wrong, new or left, so that answer, drawing and table say it all? */
function isQuiet(status: StatusReply, ladder: Ladder | null): boolean {
	const { network, findings, diff, news, left, outdated } = status;
	if (news.length + left.length + outdated.length > 0) return false;
	if (network?.hub.off) return true;
	const serious = findings.some(({ severity }) => severity !== 'info');
	const alone = (network?.sites ?? []).length < 2;
	const doubtful = ladder?.members.some(({ doubt }) => doubt !== null) ?? false;
	if (serious || alone || doubtful || diff !== '') return false;
	return !ladder?.failing && !ladder?.warnings.length;
}

/** Shows the overview in `node` until it is left. `edit` and `left` say where to go then. */
export class Overview {
	readonly node = E('div', { class: 'wgs cbi-map' }, []);
	private readonly live = E('div', { 'data-part': 'live' }, []);
	private readonly mayWrite = L.hasViewPermission() === true;
	private readonly around: Around;
	private status: StatusReply;
	private ladder: Ladder | null = null;
	/** What somebody has pasted from the hub, and when, by the clock of this page. */
	private look = { text: '', at: -Infinity };
	/** The check that the ladder is of, by its age and when it was asked for. */
	private ladderOf = '';
	/** Fetched once something is to be told; null before, and when it cannot be had. */
	private todo: Todo | null = null;
	/** A check asks for the status by itself. Asked for one meanwhile, it makes another: the first may be from before. */
	private checking = false;
	private again = false;

	constructor(status: StatusReply, edit: (status: StatusReply) => Promise<void>, left: () => void) {
		this.status = status;
		const off = this.mayWrite ? undefined : 'disabled';
		this.around = {
			hide: () => {
				this.stop();
			},
			shown: (gone) => {
				if (gone) {
					left();
					return;
				}
				this.start();
				void this.refresh();
			},
			edit: () => edit(this.status),
		};
		const go = (tab: string) => () => {
			location.href = L.url('admin', 'vpn', 'wgspoke', tab);
		};
		fillNode(this.node, [
			E('h2', {}, [_('Home network')]),
			this.live,
			buttonRow([
				button(_('Add a device'), 'positive', go('devices'), { disabled: off }),
				button(_('Invite a home'), 'positive', go('hub'), { disabled: off }),
				button(_('Settings…'), 'neutral', () => this.settings(), { disabled: off }),
			]),
		]);
	}

	/** The node, once it shows everything. */
	async begin(): Promise<HTMLElement> {
		await this.show();
		this.start();
		if (isStale(this.status)) void this.check();
		else void this.askLadder();
		return this.node;
	}

	private start(): void {
		poll.add(this.refresh, REFRESH_SECONDS);
		document.addEventListener('visibilitychange', this.seen);
	}

	stop(): void {
		poll.remove(this.refresh);
		document.removeEventListener('visibilitychange', this.seen);
	}

	/** Has it done with the network that is joined. */
	private act(what: (todo: Todo, network: Network) => unknown): Promise<void> {
		return withPart(loadTodo(), async (todo) => {
			const { network } = this.status;
			if (network) await what(todo, network);
		});
	}

	/** What is shown may be a while old; what is set is not. */
	private async settings(): Promise<void> {
		this.status = await api.status();
		await this.act((todo, network) => {
			todo.openSettings(network, this.around);
		});
	}

	/** What stands between the answer and the drawing. */
	private bars(failing: Ladder | null): HTMLElement[] {
		const { status, ladder } = this;
		if (isQuiet(status, ladder)) return [];
		if (!this.todo) return [missingNotice()];
		return this.todo.bars(status, ladder, failing, {
			check: () => this.check(),
			repair: () => this.repair(),
			settings: () => this.settings(),
			setMtu: (mtu) => this.setMtu(mtu),
			compare: (printed) => this.compare(printed),
			follow: (one) => this.follow(one),
			done: () => void this.renew(),
			mayWrite: this.mayWrite,
		});
	}

	private async show(): Promise<void> {
		if (!this.todo && !isQuiet(this.status, this.ladder)) {
			this.todo = await loadTodo().catch(() => null);
		}
		this.draw();
	}

	private draw(): void {
		const { status, ladder } = this;
		const answer = headline(status, ladder);
		const { network } = status;
		const off = network?.hub.off === true;
		const again = off
			? this.mayWrite
				? [button(_('Switch on'), 'neutral', () => this.switchOn())]
				: []
			: [button(_('check again'), 'neutral', () => this.check(), { class: 'wgs-link' })];
		const fails = !off && answer.tone === 'bad' && ladder !== null && ladder.failing !== '';
		mendChildren(this.live, [
			answerLine(answer, again),
			...this.bars(fails ? ladder : null),
			E('div', { class: 'wgs-star', 'data-key': 'star' }, [
				drawing(status, window.innerWidth < NARROW ? 340 : 760),
			]),
			memberTable(status),
		]);
	}

	/** The ladder changes with the check that it is made of, and with the state of the router. */
	private async askLadder(): Promise<void> {
		const { status } = this;
		if (status.network?.hub.off) return;
		const made =
			status.probe_age === null ? '' : String(Math.round(Date.now() / 1000 - status.probe_age));
		const near = Math.abs(Number(made) - Number(this.ladderOf.split(' ')[0] ?? '0')) <= 2;
		if (near && this.ladderOf.endsWith(` ${status.state}`) && this.ladder?.checking === false)
			return;
		this.ladderOf = `${made} ${status.state}`;
		try {
			this.ladder = await api.ladder(this.looked());
		} catch {
			// The rest of the page stands without it.
			return;
		}
		await this.show();
	}

	private readonly refresh = async (): Promise<void> => {
		if (document.hidden || this.checking) return;
		try {
			const pulse = await api.pulse();
			// What is left at the hub, its own answer may have settled.
			const settled = this.status.left.length === 0;
			const same = settled && pulse.joined && pulse.state === this.status.state;
			this.status = same ? withPulse(this.status, pulse) : await api.status();
			const { probe_age: age, probing, network } = this.status;
			// Nothing is waited for: the next pulse tells what came of it.
			if (!probing && !network?.hub.off && (age === null || age > CHECK_SECONDS)) await api.check();
		} catch {
			// LuCI itself tells of a lost router or login; the last state stays.
			return;
		}
		await this.show();
		await this.askLadder();
	};

	private readonly seen = (): void => void this.refresh();

	private async check(): Promise<void> {
		this.again = true;
		if (this.checking) return;
		this.checking = true;
		try {
			while (this.again) {
				this.again = false;
				this.status = { ...this.status, probing: true };
				await this.show();
				this.status = await checkNow();
				this.ladder = this.status.network?.hub.off ? null : await api.ladder(this.looked());
				await this.show();
			}
		} catch (error) {
			mendChildren(this.live, [faultNotice(error)]);
		} finally {
			this.checking = false;
			this.again = false;
		}
	}

	/** What somebody pasted from the hub, while it tells what is so. */
	private looked(): string {
		return performance.now() - this.look.at < LOOK_SECONDS * 1000 ? this.look.text : '';
	}

	/** What the hub printed decides which cause it is. */
	private async compare(text: string): Promise<HTMLElement[]> {
		const ladder = await api.ladder(text);
		if (ladder.look.length > 0) return ladder.look.map((one) => findingNotice(one, null));
		this.look = { text, at: performance.now() };
		this.ladder = ladder;
		await this.show();
		return [];
	}

	private switchOn(): Promise<void> {
		return this.act((todo, network) => todo.askSwitch(network, true, this.around));
	}

	private repair(): Promise<void> {
		return this.act(async (todo, network) => {
			if (this.status.findings.some(({ code }) => code === 'key-lost')) {
				await todo.renew(network, this.refresh);
				return;
			}
			await todo.repair(network);
			await this.refresh();
		});
	}

	private async renew(): Promise<void> {
		this.status = await api.status();
		await this.show();
	}

	private follow(one: NewsItem): Promise<void> {
		return this.act(async (todo, network) => {
			await todo.follow(network, one);
			this.status = await api.status();
			await this.check();
		});
	}

	private setMtu(mtu: number): Promise<void> {
		return this.act(async (todo, network) => {
			await todo.setMtu(network, mtu);
			await this.check();
		});
	}
}
