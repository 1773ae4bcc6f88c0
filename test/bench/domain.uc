// How long does the domain take in this interpreter? Prints [{preflight: [milliseconds, …], …}, …], one for each case.
// It is linked with the router's programs; ARGV is the file of cases and the number of rounds.

import { readfile } from 'fs';
import { merge_pasted } from '../../root/usr/share/ucode/wgspoke/model/network.ts';
import { plan_join } from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';
import { preflight } from '../../root/usr/share/ucode/wgspoke/plan/preflight.ts';

// Milliseconds that this process has had a processor; the kernel brings the sum up to date when it lets another run.
function processor() {
	sleep(1);
	return int(split(readfile('/proc/self/schedstat'), ' ')[0]) * 0.000001;
}

function milliseconds(work) {
	let begin = processor();
	work();
	return processor() - begin;
}

const cases = json(readfile(ARGV[0]));
const times = map(cases, () => ({ preflight: [], plan: [], merge: [] }));

for (let round = 0; round < int(ARGV[1]); round++) {
	for (let i = 0; i < length(cases); i++) {
		let one = cases[i];
		push(times[i].preflight, milliseconds(() => preflight(one.network, one.secrets, one.facts)));
		push(times[i].plan, milliseconds(() => plan_join(one.network, one.secrets, one.facts)));
		push(times[i].merge, milliseconds(() => merge_pasted(one.network, one.pasted)));
	}
}
print(times, '\n');
