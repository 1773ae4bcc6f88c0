// Do the command's arguments mean what its usage says, and does it say what is wrong with them?
import assert from 'node:assert/strict';
import {
	network_with_options,
	parse_args,
	parse_site,
} from '../../root/usr/share/ucode/wgspoke/cli/options.ts';
import { amount, duration, status_text } from '../../root/usr/share/ucode/wgspoke/cli/print.ts';
import type { Options } from '../../root/usr/share/ucode/wgspoke/cli/options.ts';
import type { Network } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { freshFacts, seedNetwork, site, statusOf } from './seed.ts';

function parsed(...args: string[]): Options {
	const options = parse_args(args);
	if (typeof options === 'string') assert.fail(options);
	return options;
}

/** The seed's network after these options. */
function changed(...args: string[]): Network {
	const network = network_with_options(seedNetwork(), parsed('join', ...args));
	if (typeof network === 'string') assert.fail(network);
	return network;
}

describe('parse_args', () => {
	it('takes a verb, a file and options in any order and either spelling', () => {
		const options = parsed(
			'-j',
			'join',
			'--lan=192.168.2.0/24',
			'home.conf',
			'--lan',
			'10.0.0.0/8'
		);
		assert.equal(options.verb, 'join');
		assert.equal(options.file, 'home.conf');
		assert.equal(options.json, true);
		assert.deepEqual(options.given, { json: [''], lan: ['192.168.2.0/24', '10.0.0.0/8'] });
	});

	it('takes - for standard input', () => {
		assert.equal(parsed('read', '-').file, '-');
	});

	const wrong: [string[], RegExp][] = [
		[[], /which verb/],
		[['dance'], /unknown verb "dance"/],
		[['join', '--lann', 'x'], /unknown option "--lann"/],
		[['join', '--lan'], /"--lan" needs a value/],
		[['join', 'a', 'b'], /"b" is too much/],
		[['--lann=x', 'join'], /unknown option "--lann"/],
		[['read', 'a', '--lan', 'x'], /"read" has no option "--lan"/],
		[['--site=B=10.0.0.0/8', 'device', 'list'], /"device" has no option "--site"/],
		[['plan', '--keep'], /"plan" has no option "--keep"/],
		[['leave', '--keep'], /"leave" has no option "--keep"/],
		[['status', '--script'], /"status" has no option "--script"/],
		[['export', '-j'], /"export" has no option "-j"/],
		[['join', '--timeout', 'soon'], /5 to 999 seconds/],
		[['join', '--timeout', '1'], /5 to 999 seconds/],
	];
	for (const [args, message] of wrong) {
		it(`refuses "${args.join(' ')}" and quotes what is wrong`, () => {
			const refusal = parse_args(args);
			assert.match(typeof refusal === 'string' ? refusal : 'accepted', message);
		});
	}
});

describe('network_with_options', () => {
	it('names this home and its LANs', () => {
		const network = changed('--name', '老家', '--lan', '192.168.2.0/24', '--lan', '10.42.0.0/16');
		const home = network.sites.find(({ local }) => local);
		assert.equal(home?.name, '老家');
		assert.deepEqual(home.lan, ['192.168.2.0/24', '10.42.0.0/16']);
	});

	it('adds a home, and replaces one that has the same name or the same LAN', () => {
		const homes = (network: Network) =>
			network.sites.filter(({ local }) => !local).map(({ name, lan }) => `${name} ${lan.join()}`);
		assert.deepEqual(homes(changed('--site', 'Home C=192.168.6.0/24')), [
			'Home B 192.168.4.0/24',
			'Home C 192.168.6.0/24',
		]);
		assert.deepEqual(homes(changed('--site', 'Parents=192.168.4.0/24@192.168.151.3')), [
			'Parents 192.168.4.0/24',
		]);
		assert.deepEqual(homes(changed('--no-site', 'Home B')), []);
	});

	it('refuses what is no choice', () => {
		const refused = (...args: string[]) => {
			const refusal = network_with_options(seedNetwork(), parsed('join', ...args));
			return typeof refusal === 'string' ? refusal : 'accepted';
		};
		assert.match(refused('--access', 'some'), /all, ping or none/);
		assert.match(refused('--keepalive', '-1'), /a whole number/);
		assert.match(refused('--site', 'Home C'), /write NAME=PREFIX/);
	});
});

describe('parse_site', () => {
	it('reads name, prefixes and VPN address', () => {
		assert.deepEqual(
			parse_site('Home B=192.168.4.0/24,10.1.0.0/16@192.168.151.3'),
			site('Home B', '192.168.151.3', ['192.168.4.0/24', '10.1.0.0/16'])
		);
	});

	it('takes no site without a name or without a prefix', () => {
		assert.equal(parse_site('=192.168.4.0/24'), null);
		assert.equal(parse_site('Home B='), null);
	});
});

describe('what a person reads', () => {
	it('tells times and amounts in their usual units', () => {
		assert.deepEqual([0, 75, 7260].map(duration), ['0 s', '1 min 15 s', '2 h 1 min']);
		assert.deepEqual([0, 1023, 1536, 5 * 2 ** 30].map(amount), [
			'0 B',
			'1023 B',
			'1.5 KiB',
			'5.0 GiB',
		]);
	});

	it('says of a router that has not joined just that', () => {
		assert.match(status_text(statusOf(freshFacts(), null, false)), /^This router has not joined/);
	});
});
