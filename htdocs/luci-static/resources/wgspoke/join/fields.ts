// A field of the network that is being joined: entered in its form, with what was found about it.

import { recordField } from '../widgets/record.ts';
import { fields } from '../schema.ts';
import type { FieldValue } from '../schema.ts';
import type { Hub, Site } from '../types.ts';
import type { Wizard } from './step.ts';

type Values = Record<string, FieldValue>;

/** A row for a field of the hub. */
export function hubField(wizard: Wizard, name: keyof Hub): HTMLElement {
	const { hub } = wizard.draft.network;
	const about = `hub.${name}`;
	const take = (value: FieldValue): void => {
		wizard.edit([about], (network) => {
			(network.hub as Values)[name] = value;
		});
	};
	return recordField('hub', name, hub[name], take);
}

/** What findings about the field of a home are about. */
export function aboutSite(site: Site, name: string): string {
	return `${site.local ? 'local' : `site.${site.name}`}.${name}`;
}

/** The same of all its fields. */
export function allAbout(site: Site): string[] {
	return fields.site.map(({ name }) => aboutSite(site, name));
}

/** A row for a field of a home; `entered` is told of what is typed. */
export function siteField(
	wizard: Wizard,
	site: Site,
	name: keyof Site,
	entered: (value: FieldValue) => void = () => undefined
): HTMLElement {
	const { local } = site;
	const about = aboutSite(site, name);
	const take = (value: FieldValue): void => {
		// A home by another name is another one to what was found about it.
		wizard.edit(name === 'name' ? allAbout(site) : [about], () => {
			(site as Values)[name] = value;
		});
		entered(value);
	};
	return recordField('site', name, site[name], take, { local });
}
