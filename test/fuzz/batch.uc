// What does this interpreter make of these inputs? It lies at the root of the router's files; ARGV: the file of inputs.

import { readfile } from 'fs';
import { read_answer } from './usr/share/ucode/wgspoke/hub/answer.uc';
import { compare_hub } from './usr/share/ucode/wgspoke/hub/compare.uc';
import { hub_members } from './usr/share/ucode/wgspoke/hub/members.uc';
import { check_network } from './usr/share/ucode/wgspoke/model/check.uc';
import { normalize_network } from './usr/share/ucode/wgspoke/model/shape.uc';
import { read_text } from './usr/share/ucode/wgspoke/text/read.uc';
import { few, in_order, settle } from './usr/share/ucode/wgspoke/words/settle.uc';

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

for (let value in given.values) {
	let result;
	try {
		result = targets[given.target](value);
	} catch (fault) {
		result = { thrown: fault.message };
	}
	printf('%J\n', result);
}
