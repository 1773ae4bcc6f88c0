// What are the configs after a list of changes? By what the trial itself holds the files against.
import assert from 'node:assert/strict';
import { config_names } from '../../root/usr/share/ucode/wgspoke/base/constants.ts';
import { edited_sections } from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import type { Change } from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import type { UciConfigs } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';

/** uci names what has no name after its place and content: 'cfg0d3f1e' */
const isAnonymous = (name: string): boolean => /^cfg[0-9a-f]{6}$/.test(name);

/**
 * The configs after the changes; the given ones stay as they are. Each change has to start from what is there, and one
 * that is about an option, or takes a section away, from a section that is there.
 */
export function applyChanges(configs: UciConfigs, changes: Change[]): UciConfigs {
	const after = structuredClone(configs);
	for (const config of config_names) {
		const own = changes.filter((change) => change.config === config);
		const known = new Set(configs[config].map(({ name }) => name));
		for (const { section, option, to } of own) {
			const made = option === '' && to !== null;
			assert.ok(made || known.has(section), `${config}.${section}: there is no such section`);
			if (made) known.add(section);
			else if (option === '') known.delete(section);
		}
		const edited = edited_sections(structuredClone(configs[config]), own);
		assert.ok(edited, `${config}: a change starts from what is not there`);
		after[config] = edited.map((one) => ({ ...one, anonymous: isAnonymous(one.name) }));
	}
	return after;
}
