// Who may begin a change, what is said of one whose program is gone, and whose word ends it?
import assert from 'node:assert/strict';
import { steady } from '../../root/usr/share/ucode/wgspoke/base/uptime.ts';
import {
	existsSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import {
	begin_trial,
	decide,
	decision_about,
	has_ended,
	is_trying,
	last_trial,
	needs_recovery,
	note_refused,
	note_trial,
	take_lock,
	drop_request,
	read_request,
	trial_of,
} from '../../root/usr/share/ucode/wgspoke/trial/state.ts';
import { run_trial } from '../../root/usr/share/ucode/wgspoke/trial/trial.ts';
import { do_recover } from '../../root/usr/share/ucode/wgspoke/verbs/trial.ts';
import { finding } from '../../root/usr/share/ucode/wgspoke/words/findings.ts';
import type { Router } from '../../root/usr/share/ucode/wgspoke/router/router.ts';
import type { Trial, TrialState } from '../../root/usr/share/ucode/wgspoke/trial/progress.ts';
import { codes, seedNetwork } from './seed.ts';
import { abandon, newDevice, newRouter, quickly, whileTrying } from './triedrouter.ts';

describe('a change that is tried out', () => {
	let root = '';
	let router: Router;

	const trial = (state: TrialState, id = 'one'): Trial => ({
		...{ id, verb: 'device', state, stage: 'up', left: 0, port: 0, seconds: 0, findings: [] },
	});
	const request = (id: string): string => join(root, 'tmp/wgspoke', `trial.request.${id}`);
	beforeEach(() => {
		({ root, router } = newRouter(seedNetwork()));
	});
	afterEach(() => {
		rmSync(root, { recursive: true });
	});

	describe('may begin', () => {
		it('where no other one is tried out', () => {
			assert.equal(is_trying(router), false);
			whileTrying(router, () => {
				assert.equal(is_trying(router), true);
				assert.equal(take_lock(router), null);
				const begun = begin_trial(router, newDevice(router));
				assert.deepEqual([begun.trial, codes(begun.findings)], ['', ['trial-running']]);
			});
			assert.equal(is_trying(router), false);
			assert.match(begin_trial(router, newDevice(router)).trial, /^[0-9a-f]{32}$/);
		});

		it('with what is asked for in a file for root alone, which is dropped once it is taken', () => {
			const wanted = newDevice(router, { keep: true });
			const { trial: id } = begin_trial(router, wanted);
			assert.equal(statSync(request(id)).mode & 0o777, 0o600);
			const { asked = 0, ...handed } = read_request(router, id) ?? {};
			assert.deepEqual(handed, { ...wanted, id });
			assert.ok(steady() - asked < 60);
			drop_request(router, id);
			assert.equal(existsSync(request(id)), false);
			assert.equal(read_request(router, id), null);
		});

		it('and is refused by its own program where another one was faster, which goes on', () => {
			const { trial: id } = begin_trial(router, newDevice(router));
			const files = (): string => readFileSync(join(root, 'etc/config/wgspoke'), 'utf8');
			const before = files();
			whileTrying(router, () => {
				note_trial(router, trial('waiting', 'other'), steady() + 10);
				run_trial(router, id, () => []);
				assert.equal(last_trial(router)?.id, 'other');
			});
			assert.equal(files(), before);
			const { state, findings } = trial_of(router, id);
			assert.deepEqual([state, codes(findings)], ['refused', ['trial-running']]);
		});
	});

	describe('is told of', () => {
		it('as it is noted while its program lives, with the time that is left', () => {
			whileTrying(router, () => {
				note_trial(router, trial('waiting'), steady() + 30);
				const now = trial_of(router, 'one');
				assert.equal(now.state, 'waiting');
				assert.ok(now.left > 25 && now.left <= 30, String(now.left));
				assert.deepEqual({ ...last_trial(router), left: 0 }, { ...now, left: 0 });
				note_trial(router, trial('undoing'), steady() + 30);
				assert.equal(trial_of(router, 'one').left, 0);
			});
		});

		it('at its end as it ended, whoever asks', () => {
			for (const state of ['kept', 'undone', 'refused', 'stuck'] as const) {
				const ended = { ...trial(state), findings: [finding('put-back', {})] };
				note_trial(router, ended, 0);
				assert.deepEqual(last_trial(router), ended);
				assert.deepEqual(trial_of(router, 'one'), ended);
				assert.ok(has_ended(ended));
			}
			for (const state of ['starting', 'waiting', 'proved', 'keeping', 'undoing'] as const) {
				assert.ok(!has_ended(trial(state)));
			}
		});

		it('with none of its values: no change, no key', () => {
			const wanted = newDevice(router, { keep: true });
			const { trial: id } = begin_trial(router, wanted);
			run_trial({ ...router, live: true }, id, () => []);
			const said = JSON.stringify([last_trial(router), trial_of(router, id)]);
			assert.ok(!said.includes(wanted.device_key));
			assert.ok(!said.includes('Tablet'));
		});

		it('as starting from the request on, and as refused when no program takes it', () => {
			const { trial: id } = begin_trial(router, newDevice(router));
			assert.equal(trial_of(router, id).state, 'starting');
			// Whatever NTP does meanwhile, the clock that counts is the one that nobody sets.
			utimesSync(request(id), 0, 0);
			assert.equal(trial_of(router, id).state, 'starting');
			const asked = { ...read_request(router, id), asked: steady() - 60 };
			writeFileSync(request(id), JSON.stringify(asked));
			const { state, findings } = trial_of(router, id);
			assert.deepEqual([state, codes(findings)], ['refused', ['trial-died']]);
			assert.equal(existsSync(request(id)), false);
		});

		it('as refused where nobody has asked for one of that name', () => {
			assert.equal(last_trial(router), null);
			assert.equal(trial_of(router, 'unknown').state, 'refused');
		});

		it('to whoever asked for it when it was refused, beside the one that runs, until the next begins', () => {
			note_trial(router, trial('kept', 'other'), 0);
			note_refused(router, trial('refused'));
			assert.equal(last_trial(router)?.id, 'other');
			assert.equal(trial_of(router, 'one').state, 'refused');
			assert.equal(trial_of(router, 'one').state, 'refused');
			begin_trial(router, newDevice(router));
			const left = readdirSync(join(root, 'tmp/wgspoke'));
			assert.deepEqual(
				left.filter((name) => name.startsWith('trial.refused')),
				[]
			);
		});
	});

	describe('whose program is gone', () => {
		const ends: [TrialState, 'in force' | 'not in force', TrialState][] = [
			['starting', 'not in force', 'refused'],
			['starting', 'in force', 'stuck'],
			['waiting', 'in force', 'stuck'],
			['proved', 'in force', 'stuck'],
			['keeping', 'in force', 'stuck'],
			['keeping', 'not in force', 'kept'],
			['undoing', 'in force', 'stuck'],
			['undoing', 'not in force', 'undone'],
		];
		for (const [state, force, end] of ends) {
			it(`while it was ${state} is ${end} when the journal says it is ${force}`, () => {
				if (force === 'in force') abandon(router, newDevice(router));
				note_trial(router, trial(state), steady() + 30);
				const told = last_trial(router);
				assert.deepEqual([told?.state, told?.left], [end, 0]);
				assert.deepEqual(codes(told?.findings ?? []), end === 'kept' ? [] : ['trial-died']);
				assert.equal(needs_recovery(router), end === 'stuck');
			});
		}

		it('is nobody’s to undo while another program is at work on it', () => {
			abandon(router, newDevice(router));
			whileTrying(router, () => {
				assert.equal(needs_recovery(router), false);
			});
			assert.equal(needs_recovery(router), true);
		});

		it('is not told to be put back while another program is still at that', () => {
			abandon(router, newDevice(router));
			const asked = (state: TrialState, verb: string): boolean =>
				whileTrying(router, () => {
					note_trial(router, { ...trial(state), verb }, steady() + 30);
					return quickly(() => do_recover(router, false), 100);
				});
			assert.equal(asked('undoing', 'recover'), false);
			assert.equal(asked('stuck', 'join'), false);
			// One that somebody has begun ends by itself.
			assert.equal(asked('waiting', 'join'), true);
			assert.equal(
				quickly(() => do_recover(router, false)),
				true
			);
			assert.equal(needs_recovery(router), false);
		});
	});

	it('is not kept from its lock by who only looks whether somebody has it', () => {
		const builtins = globalThis as unknown as { sleep: (ms: number) => boolean };
		const { sleep } = builtins;
		const looking = take_lock(router);
		builtins.sleep = () => {
			looking?.close();
			return true;
		};
		try {
			const lock = take_lock(router);
			assert.ok(lock);
			lock.close();
		} finally {
			builtins.sleep = sleep;
		}
	});

	describe('is ended by a decision', () => {
		it('to keep or to undo it, the last one counting', () => {
			whileTrying(router, () => {
				note_trial(router, trial('waiting'), steady() + 30);
				assert.equal(decision_about(router, 'one'), '');
				assert.equal(decide(router, 'one', true), true);
				assert.equal(decision_about(router, 'one'), 'keep');
				assert.equal(decide(router, 'one', false), true);
				assert.equal(decision_about(router, 'one'), 'undo');
			});
		});

		it('about itself only, and never by one about the change before', () => {
			whileTrying(router, () => {
				note_trial(router, trial('waiting'), steady() + 30);
				assert.equal(decide(router, 'other', true), false);
				assert.equal(decision_about(router, 'one'), '');
				decide(router, 'one', false);
				note_trial(router, trial('waiting', 'two'), steady() + 30);
				assert.equal(decision_about(router, 'two'), '');
			});
		});

		it('only while somebody is there to follow it', () => {
			note_trial(router, trial('kept'), 0);
			assert.equal(decide(router, 'one', false), false);
			note_trial(router, trial('waiting'), steady() + 30);
			assert.equal(decide(router, 'one', true), false);
			assert.equal(decision_about(router, 'one'), '');
		});
	});
});
