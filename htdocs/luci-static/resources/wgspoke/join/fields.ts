// A field of the network that is being joined: entered in its form, with what was found about it.

import { recordField } from '../widgets/record.ts';
import type { FieldValue } from '../schema.ts';
import type { Hub, Site } from '../types.ts';
import type { Wizard } from './step.ts';

type Values = Record<string, FieldValue>;

/** A row for a field of the hub. */
export function hubField(wizard: Wizard, name: keyof Hub): HTMLElement {
	const { hub } = wizard.draft.network;
	const about = `hub.${name}`;
	const take = (value: FieldValue): void => {
		wizard.edit(about, (network) => {
			(network.hub as Values)[name] = value;
		});
	};
	const findings = wizard.notices((one) => one === about);
	return recordField('hub', name, hub[name], take, { findings });
}

/** A row for a field of a home; `entered` is told of what is typed. */
export function siteField(
	wizard: Wizard,
	site: Site,
	name: keyof Site,
	entered: (value: FieldValue) => void = () => undefined
): HTMLElement {
	const { local } = site;
	const about = `${local ? 'local' : `site.${site.name}`}.${name}`;
	const take = (value: FieldValue): void => {
		// A home by another name is another one to what was found about it.
		wizard.edit(name === 'name' ? about.slice(0, -name.length) : about, () => {
			(site as Values)[name] = value;
		});
		entered(value);
	};
	const findings = wizard.notices((one) => one === about);
	return recordField('site', name, site[name], take, { local, findings });
}
