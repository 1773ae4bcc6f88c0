// Does the first line of the overview, and the row of a home, say what was seen, and no more?
import assert from 'node:assert/strict';
import { headline } from '../../htdocs/luci-static/resources/wgspoke/overview/headline.ts';
import { siteState } from '../../htdocs/luci-static/resources/wgspoke/overview/table.ts';
import type { HomeAnswer, Probe } from '../../root/usr/share/ucode/wgspoke/model/facts.ts';
import type { Status } from '../../root/usr/share/ucode/wgspoke/doctor/status.ts';
import { goodProbe, key, routerAnswers, seedNetwork, site, statusOf } from './seed.ts';
import { runningFacts } from './troubled.ts';
import { read_answer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import { hubKey, now } from './seed.ts';

const nobody: HomeAnswer = { ...routerAnswers, by: '', rtt: null };
/** The first address of its LAN was asked, and nobody knows another one. */
const guessed: HomeAnswer = { ...nobody, proves: false };
const answered: HomeAnswer = { ...routerAnswers, by: 'lan', network: 'yes' };

interface Case {
	what: string;
	/** Of Home B, Home C …; null: nobody was asked. */
	homes: (HomeAnswer | null)[];
	invited?: boolean;
	/** Seconds ago the hub has heard Home B; 0: never since its start; left out: it tells nothing. */
	heard?: number;
	probe?: Partial<Probe>;
	/** The tunnel was deleted since. */
	gone?: boolean;
	/** 'tone: pill. sentence' */
	says: string;
	/** 'sign text' of Home B */
	row: string;
}

const cases: Case[] = [
	{
		what: 'everybody answers',
		homes: [answered, routerAnswers],
		says: 'good: Connected. Home A, Home B and Home C reach each other.',
		row: 'yes 192.168.4.1 answers, 25 ms',
	},
	{
		what: 'its router alone answers',
		homes: [routerAnswers],
		says: 'good: Connected. Home A and Home B reach each other.',
		row: 'yes its router answers, 25 ms',
	},
	{
		what: 'nobody is there besides',
		homes: [],
		says: 'good: Connected. No other home yet.',
		row: 'unknown not checked',
	},
	{
		what: 'an address is silent that nobody named',
		homes: [guessed],
		says: 'unknown: Connected to the hub. No answer from Home B yet.',
		row: 'unknown no answer from 192.168.4.1',
	},
	{
		what: 'one answers, and of another one cannot tell',
		homes: [answered, guessed],
		says: 'unknown: Connected to the hub. Home A and Home B reach each other. No answer from Home C yet.',
		row: 'yes 192.168.4.1 answers, 25 ms',
	},
	{
		what: 'a home is invited that has not joined',
		homes: [nobody],
		invited: true,
		says: 'good: Connected. Invited, not joined yet: Home B.',
		row: 'unknown invited, not joined yet',
	},
	{
		what: 'one is invited besides one that answers',
		homes: [nobody, answered],
		invited: true,
		says: 'good: Connected. Home A and Home C reach each other. Invited, not joined yet: Home B.',
		row: 'unknown invited, not joined yet',
	},
	{
		what: 'the hub has not heard it since its own start',
		homes: [nobody],
		heard: 0,
		says: 'unknown: Connected to the hub. No answer from Home B yet.',
		row: 'unknown not joined yet, or off',
	},
	{
		what: 'its VPN address is silent',
		homes: [nobody],
		says: 'bad: Home B does not answer. ',
		row: 'no no answer from 192.168.4.1',
	},
	{
		what: 'the hub heard it an hour ago',
		homes: [guessed],
		heard: 3600,
		says: 'bad: Home B does not answer. ',
		row: 'no not connected, last heard 1h ago',
	},
	{
		what: 'it answers this router alone',
		homes: [{ ...routerAnswers, network: 'no' }],
		says: 'bad: Home B does not answer. ',
		row: 'no it answers this router, but not this home',
	},
	{
		what: 'nobody was asked',
		homes: [null],
		says: 'unknown: Connected to the hub. Not asked yet: Home B.',
		row: 'unknown not checked',
	},
	{
		what: 'the hub is silent',
		homes: [nobody],
		probe: { hub: 'no' },
		says: 'bad: The hub does not answer. The hub stopped answering at',
		row: 'unknown not reached',
	},
	{
		what: 'everybody answered, and the tunnel was deleted since',
		homes: [answered],
		gone: true,
		says: 'bad: The tunnel does not run. ',
		row: 'unknown not reached',
	},
	{
		what: 'one is invited, and the tunnel was deleted since',
		homes: [nobody],
		invited: true,
		gone: true,
		says: 'bad: The tunnel does not run. ',
		row: 'unknown invited, not joined yet',
	},
	{
		what: 'that was long ago',
		homes: [answered],
		probe: { uptime: 4000 },
		says: 'unknown: Not checked. The hub last answered 40s ago.',
		row: 'unknown not checked',
	},
];

/** The status of Home A, of which that is so. */
function statusIn({ homes, invited = false, heard, probe, gone = false }: Case): Status {
	const network = seedNetwork();
	const others = homes.map((_, index) => {
		const lan = `192.168.${4 + 2 * index}.0/24`;
		return { ...site(`Home ${'BCDE'[index]}`, `192.168.151.${3 + index}`, [lan]) };
	});
	network.devices.splice(0);
	network.sites.splice(1, 1, ...others);
	const [, other] = network.sites as (typeof network.sites)[number][];
	if (other) Object.assign(other, { invited });
	const lines = `wgspoke 2\nnow ${now}\nhub ${hubKey} 24356\nrunning ${key(3)} 192.168.4.0/24\nseen ${key(3)} - ${heard === 0 ? 0 : now - (heard ?? 0)} 0 0\nend\n`;
	const said = heard === undefined ? null : { ...read_answer(lines), age: 0 };
	const sites = homes.flatMap((answer, index) =>
		answer ? [{ name: `Home ${'BCDE'[index]}`, gateway: 'no', host: 'no', answer } as const] : []
	);
	const found = { ...goodProbe(), sites, ...probe };
	const facts = runningFacts(network);
	if (gone) Object.assign(facts, { tunnels: [], interfaces: [], routes: [] });
	return statusOf(facts, found, false, null, said);
}

describe('the overview', () => {
	before(() => {
		const same = (text: string) => text;
		const N_ = (count: number, one: string, many: string) => (count === 1 ? one : many);
		Object.assign(globalThis, { _: same, N_ });
		Object.assign(String.prototype, {
			format(this: string, ...values: unknown[]) {
				return this.replace(/%[ds]/g, () => String(values.shift()));
			},
		});
	});

	after(() => {
		Reflect.deleteProperty(globalThis, '_');
		Reflect.deleteProperty(globalThis, 'N_');
		Reflect.deleteProperty(String.prototype, 'format');
	});

	for (const one of cases) {
		it(`says where ${one.what}: ${one.says}`, () => {
			const status = statusIn(one);
			const { tone, pill, sentence } = headline(status, null);
			const says = `${tone}: ${pill}. ${sentence}`;
			assert.equal(one.says === says.slice(0, one.says.length) ? one.says : says, one.says);
			const { shown, text } = siteState(status, 1);
			assert.equal(`${shown} ${text}`, one.row);
		});
	}
});
