// What does this interpreter make of these inputs? Linked with the programs of the router; ARGV: the file of inputs.

import { readfile } from 'fs';
import { read_answer } from '../../root/usr/share/ucode/wgspoke/hub/answer.ts';
import { compare_hub } from '../../root/usr/share/ucode/wgspoke/hub/compare.ts';
import { hub_members } from '../../root/usr/share/ucode/wgspoke/hub/members.ts';
import { check_network } from '../../root/usr/share/ucode/wgspoke/model/check.ts';
import { normalize_network } from '../../root/usr/share/ucode/wgspoke/model/shape.ts';
import { read_text } from '../../root/usr/share/ucode/wgspoke/text/read.ts';
import { few, in_order, settle } from '../../root/usr/share/ucode/wgspoke/words/settle.ts';

const given = json(readfile(ARGV[0]));

const targets = {
	read: (value) => {
		let read = read_text(value);
		return { ...read, judged: settle([...read.findings, ...check_network(read.network)]) };
	},
	normalize: (value) => {
		let normal = normalize_network(value);
		return {
			network: normal.network,
			findings: few(normal.findings),
			judged: settle([...normal.findings, ...check_network(normal.network)]),
		};
	},
	answer: (value) => read_answer(value),
	compare: (value) => in_order(
		compare_hub(given.network, hub_members(given.network, given.public_key), value)
	),
};

for (const value of given.values) {
	let result;
	try {
		result = targets[given.target](value);
	} catch (fault) {
		result = { thrown: fault.message };
	}
	printf('%J\n', result);
}
