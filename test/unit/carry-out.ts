// What are the configs after a list of changes, and which changes undo it? The model that plans are held against.
import type { Change } from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import type { UciConfigs, UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';

/** What undoes the changes: last first, each the other way round. A section that comes back comes last in its file. */
export function inverse(changes: Change[]): Change[] {
	return [...changes].reverse().map((change) => ({ ...change, from: change.to, to: change.from }));
}

/** uci names what has no name after its place and content: 'cfg0d3f1e' */
const isAnonymous = (name: string): boolean => /^cfg[0-9a-f]{6}$/.test(name);

/** Carries one change out in the sections, by name. */
function carryOut(sections: Map<string, UciSection>, change: Change): void {
	const { config, section: name, option, to } = change;
	const section = sections.get(name);
	if (option === '' && to !== null && !section) {
		const made = { name, type: to as string, anonymous: isAnonymous(name), options: {} };
		sections.set(name, made);
		return;
	}
	if (!section) throw new Error(`${config}.${name}: there is no such section`);
	if (option === '' && to === null) sections.delete(name);
	else if (option === '') section.type = to as string;
	else if (to !== null) section.options[option] = to;
	else Reflect.deleteProperty(section.options, option);
}

/** The configs after the changes; the given ones stay as they are. Throws when a change names a section that is not there. */
export function applyChanges(configs: UciConfigs, changes: Change[]): UciConfigs {
	const copies = structuredClone(configs);
	const maps = {
		network: new Map(copies.network.map((section) => [section.name, section])),
		firewall: new Map(copies.firewall.map((section) => [section.name, section])),
		wgspoke: new Map(copies.wgspoke.map((section) => [section.name, section])),
	};
	for (const change of changes) carryOut(maps[change.config], change);
	return {
		network: [...maps.network.values()],
		firewall: [...maps.firewall.values()],
		wgspoke: [...maps.wgspoke.values()],
	};
}
