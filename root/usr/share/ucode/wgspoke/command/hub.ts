// What does `hub` print, with which of its options, and with which status does it end?

import { findings_text, hub_text, summary_text } from '../cli/print.ts';
import { check_text, is_amiss, is_in_step, sorted_by_options } from '../cli/sorting.ts';
import { do_hub, do_hub_scripts } from '../verbs/hub.ts';
import { joined_network } from '../verbs/join.ts';
import { do_left_done } from '../verbs/left.ts';
import { do_hub_check_now, note_sorted, sort_to_apply, sort_wanted } from '../verbs/sort.ts';
import { do_ask } from '../verbs/told.ts';
import { is_nothing } from '../verbs/wanted.ts';
import { has_errors } from '../words/settle.ts';
import { given, is_given, read_path, request_of, show, sound, tell } from './asked.ts';
import { tried } from './change.ts';
import type { Asked } from './asked.ts';

const in_step = 'The hub has everything as it should be.\n';

function run_hub_scripts(asked: Asked): number {
	const path = given(asked, 'compare');
	const reply = do_hub_scripts(
		asked.router,
		request_of(asked),
		{
			hub_interface: given(asked, 'hub-interface'),
			gone: asked.options.given['gone'] ?? [],
			output: read_path(path),
			silent: is_given(asked, 'silent'),
		},
		true
	);
	let text = path == '' ? '' : findings_text(reply.differences);
	if (path != '' && text == '') text = in_step;
	for (const what of ['script', 'speak', 'sync', 'look'] as const) {
		if (is_given(asked, what)) text += reply[what];
	}
	if (has_errors(reply.findings)) warn(findings_text(reply.findings));
	show(asked, reply, text);
	return has_errors(reply.findings) || is_amiss(reply.differences) ? 1 : 0;
}

function run_ask(asked: Asked): number {
	const reply = do_ask(asked.router, joined_network(asked.router));
	const told = [...reply.findings, ...reply.differences];
	show(asked, reply, length(told) == 0 ? in_step : findings_text(told));
	return length(told) == 0 ? 0 : 1;
}

function run_sort(asked: Asked): number {
	const options = asked.options;
	const output = read_path(given(asked, 'hub-says'));
	const check = do_hub_check_now(asked.router, output);
	if (!is_given(asked, 'apply') || check.age == null) {
		show(asked, check, check_text(check));
		return is_in_step(check) ? 0 : 1;
	}
	const sorted = sound(sorted_by_options(check.unsorted, options.given));
	const plan = sort_to_apply(asked.router, sorted, output, is_given(asked, 'by-hand'));
	const reply = plan.reply;
	tell(asked, summary_text(reply.summary) + reply.diff + findings_text(reply.findings));
	const wanted = sort_wanted(plan);
	if (is_nothing(wanted)) note_sorted(asked.router, plan);
	const code = tried(asked, reply.findings, wanted, false, 'Done after %.1f s.');
	const idle = code == 0 && is_nothing(wanted) && plan.half.left == null;
	show(asked, { ...reply, result: code }, idle ? 'Nothing to do.\n' : '');
	return code;
}

export function run_hub(asked: Asked): number {
	if (is_given(asked, 'check') || is_given(asked, 'apply')) return run_sort(asked);
	if (is_given(asked, 'ask')) return run_ask(asked);
	if (is_given(asked, 'done')) {
		show(asked, do_left_done(asked.router, joined_network(asked.router), ''), '');
		return 0;
	}
	for (const what of ['script', 'speak', 'sync', 'look', 'compare']) {
		if (is_given(asked, what)) return run_hub_scripts(asked);
	}
	const reply = do_hub(asked.router, request_of(asked), true);
	show(asked, reply, hub_text(reply));
	return has_errors(reply.findings) ? 1 : 0;
}
