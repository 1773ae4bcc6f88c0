// Do edits get into the UCI files whole, all of them or none, and only where they start from what is there?
import assert from 'node:assert/strict';
import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

import { sections_of } from '../../root/usr/share/ucode/wgspoke/router/look.ts';
import { edited_sections, same_sections } from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import { inverse_of } from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import {
	draft_edits,
	place_texts,
	texts_of,
} from '../../root/usr/share/ucode/wgspoke/trial/files.ts';
import type { Change } from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import type { Router } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import type { Finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { directory } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import { finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import { setRoot } from '../../tools/ucode/place.ts';
import { anyNetwork } from './arbitrary.ts';
import { secrets, seedNetwork } from './seed.ts';
import { draftOf, joinChanges, newRouter, onFullDisk } from './triedrouter.ts';

const CONFIGS = ['network', 'firewall', 'wgspoke'] as const;

describe('the UCI files of a router', () => {
	let root = '';
	let router: Router;
	const path = (config: string): string => join(root, 'etc/config', config);

	/** Bytes, rights and inodes, and whatever else lies there. */
	const state = (): unknown =>
		readdirSync(join(root, 'etc/config')).map((name) => {
			const { mode, ino } = statSync(path(name));
			return [name, mode, ino, readFileSync(path(name), 'latin1')];
		});

	beforeEach(() => {
		({ root, router } = newRouter());
	});
	afterEach(() => {
		rmSync(root, { recursive: true });
	});

	describe('as edits would make them', () => {
		function problem(changes: Change[]): Finding {
			const draft = draft_edits(router, changes);
			assert.ok('code' in draft, 'nothing is in the way');
			return draft;
		}

		it('are drafted without a touch, and no draft is left that holds a key', () => {
			const before = state();
			const draft = draftOf(router, joinChanges(router, seedNetwork()));
			assert.deepEqual(state(), before);
			assert.deepEqual(draft.before, texts_of(router, [...CONFIGS]));
			assert.match(draft.after['network'] ?? '', /config interface 'wgspoke'/);
			const folder = join(root, 'tmp/wgspoke/draft');
			assert.deepEqual(readdirSync(folder), []);
			assert.equal(statSync(folder).mode & 0o777, 0o700);
		});

		it('are what the edits say, for any network, and what they were once that is undone', () => {
			fc.assert(
				fc.property(anyNetwork, (network) => {
					const changes = joinChanges(router, network);
					const before = CONFIGS.map((config) => sections_of(router.config_dir, config));
					assert.equal(place_texts(router, draftOf(router, changes).after).problem, null);
					CONFIGS.forEach((config, i) => {
						const own = changes.filter((change) => change.config === config);
						const wanted = edited_sections(before[i] ?? [], own);
						assert.ok(wanted && same_sections(sections_of(router.config_dir, config), wanted));
					});
					const back = draftOf(router, inverse_of(changes));
					assert.equal(place_texts(router, back.after).problem, null);
					CONFIGS.forEach((config, i) => {
						assert.ok(same_sections(sections_of(router.config_dir, config), before[i] ?? []));
					});
				}),
				{ numRuns: 25 }
			);
		});

		it('are none where somebody has changed what an edit starts from', () => {
			const changes = joinChanges(router, seedNetwork());
			const text = readFileSync(path('network'), 'latin1');
			writeFileSync(path('network'), `${text}\nconfig interface 'wgspoke'\n`);
			const before = state();
			const { code, values } = problem(changes);
			assert.equal(code, 'config-changed');
			assert.equal(values['value'], 'network');
			assert.deepEqual(state(), before);
		});

		it('may have changes of somebody else beside ours', () => {
			const changes = joinChanges(router, seedNetwork());
			const text = readFileSync(path('network'), 'latin1');
			writeFileSync(
				path('network'),
				`${text}\nconfig route 'office'\n\toption target '10.0.0.0/8'\n`
			);
			assert.match(draftOf(router, changes).after['network'] ?? '', /config route 'office'/);
		});

		it('are none where a file cannot be read, and nothing of the file is quoted', () => {
			const changes = joinChanges(router, seedNetwork());
			writeFileSync(
				path('network'),
				`config interface 'a'\n\toption key '${secrets.private_key}\n`
			);
			const found = problem(changes);
			assert.equal(found.code, 'config-broken');
			assert.ok(!JSON.stringify(found).includes(secrets.private_key.slice(0, 8)));
		});

		it('are none where there is no memory for a draft of them, be it of the old text or of the new', () => {
			const changes = joinChanges(router, seedNetwork());
			const size = statSync(path('network')).size;
			for (const bytes of [size - 1, size + 1]) {
				const draft = onFullDisk(bytes, () => draft_edits(router, changes));
				assert.deepEqual(draft, finding('no-memory', {}));
			}
			assert.deepEqual(readdirSync(join(root, 'tmp/wgspoke/draft')), []);
		});

		it('are without what somebody has typed on the command line and not committed', () => {
			const changes = joinChanges(router, seedNetwork());
			mkdirSync(join(root, 'tmp/.uci'));
			writeFileSync(join(root, 'tmp/.uci/network'), "network.lan.metric='7'\n");
			setRoot(root);
			try {
				const here = directory('');
				assert.ok(!JSON.stringify(sections_of(here.config_dir, 'network')).includes('metric'));
				const draft = draftOf(here, changes);
				assert.ok(!draft.after['network']?.includes('metric'));
			} finally {
				setRoot('');
			}
		});

		it('may begin with a file that is not there, which goes again when it is undone', () => {
			rmSync(path('wgspoke'));
			const draft = draftOf(router, joinChanges(router, seedNetwork()));
			assert.equal(draft.before['wgspoke'], null);
			assert.equal(place_texts(router, draft.after).problem, null);
			assert.equal(statSync(path('wgspoke')).mode & 0o777, 0o600);
			assert.deepEqual(place_texts(router, draft.before), { problem: null, touched: true });
			assert.ok(!existsSync(path('wgspoke')));
		});
	});

	describe('in whose place texts are put', () => {
		const text = (name: string): string => `config ${name}\n`.repeat(500);

		it('get all of the texts, with the rights that they had, and nothing lies beside them', () => {
			chmodSync(path('network'), 0o644);
			chmodSync(path('firewall'), 0o640);
			const names = readdirSync(join(root, 'etc/config'));
			const texts = { network: text('a'), firewall: text('b') };
			assert.deepEqual(place_texts(router, texts), { problem: null, touched: true });
			assert.deepEqual(texts_of(router, ['network', 'firewall']), texts);
			assert.equal(statSync(path('network')).mode & 0o777, 0o644);
			assert.equal(statSync(path('firewall')).mode & 0o777, 0o640);
			assert.deepEqual(readdirSync(join(root, 'etc/config')), names);
		});

		it('that are as wanted already are not touched', () => {
			const before = state();
			const texts = texts_of(router, [...CONFIGS]);
			assert.deepEqual(place_texts(router, texts), { problem: null, touched: false });
			assert.deepEqual(state(), before);
		});

		it('stay as they are, all of them, where one of them cannot be written', () => {
			rmSync(path('wgspoke'));
			// No file can be made beside this one.
			symlinkSync('/proc/version', path('wgspoke'));
			const before = state();
			const placing = place_texts(router, { network: text('a'), wgspoke: text('b') });
			assert.notEqual(placing.problem, null);
			assert.equal(placing.touched, false);
			assert.deepEqual(state(), before);
		});

		it('stay as they are, all of them, where the room ends before the last of them', () => {
			const before = state();
			const texts = { network: text('a'), firewall: text('a').repeat(10) };
			const { problem, touched } = onFullDisk(20_000, () => place_texts(router, texts));
			assert.deepEqual([problem?.code, touched], ['no-room', false]);
			assert.deepEqual(state(), before);
		});

		it('stay links where they are links: what they lead to is written', () => {
			mkdirSync(join(root, 'overlay'));
			renameSync(path('network'), join(root, 'overlay/net'));
			symlinkSync('../../overlay/net', path('network'));
			const draft = draftOf(router, joinChanges(router, seedNetwork()));
			assert.equal(place_texts(router, draft.after).problem, null);
			assert.ok(lstatSync(path('network')).isSymbolicLink());
			assert.equal(readFileSync(join(root, 'overlay/net'), 'utf8'), draft.after['network']);
			assert.deepEqual(readdirSync(join(root, 'overlay')), ['net']);
		});
	});
});
