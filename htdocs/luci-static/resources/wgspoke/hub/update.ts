// How is the hub brought in step: by a button where this router may change it, else by a script that is run there?

import { scriptBlock } from '../pages/tellhub.ts';
import { bar } from '../widgets/bar.ts';
import { button } from '../widgets/buttons.ts';
import { field, textField } from '../widgets/form.ts';
import { fold } from '../widgets/layout.ts';
import { fill, inARow } from '../widgets/words.ts';
import { answeringLink } from './answering.ts';
import { toTell } from './members.ts';
import type { HubCheck } from '../types.ts';

export class UpdateHub {
	/** Of the tunnel on the hub; '' for the usual one. */
	name = '';
	/** Keys that the hub is to forget by its script. */
	gone: string[] = [];
	/** Asks for the script again. */
	private readonly refresh: () => Promise<unknown>;

	constructor(refresh: () => Promise<unknown>) {
		this.refresh = refresh;
	}

	/** What is to be done, where something is. `update`: the router does it, where it may. */
	bar(
		{ age, differences, manages_hub: manages }: HubCheck,
		sync: string,
		update: (() => Promise<void>) | null
	): HTMLElement[] {
		const lacks = toTell(differences).length > 0;
		if (age !== null && !lacks && this.gone.length === 0) return [];
		const words = E('p', {}, [
			_(
				'Adds everyone listed here to the running hub and to wg0.conf. Safe to run again; no tunnel drops.'
			),
		]);
		const untold = lacks
			? [
					E('p', { 'data-part': 'untold' }, [
						fill(_('The hub is not up to date about {names}. Run this script there as root.'), {
							names: inARow(toTell(differences)),
						}),
					]),
				]
			: [];
		if (lacks && manages !== 'no' && update) {
			return [bar('todo', [words], [button(_('Update the hub'), 'apply', update)], 'update')];
		}
		const without =
			lacks && manages === 'no' && update
				? [E('p', {}, [_('Without copying:'), ' ', answeringLink()])]
				: [];
		return [
			bar(
				lacks || this.gone.length > 0 ? 'todo' : 'news',
				[E('h3', {}, [_('Update the hub')]), ...untold, words, ...this.parts(sync), ...without],
				[],
				'update'
			),
		];
	}

	/** The script, and what it can be asked for. */
	parts(sync: string): HTMLElement[] {
		const name = textField(
			this.name,
			(value) => {
				this.name = value;
			},
			{ placeholder: 'wg0', changed: () => void this.refresh() }
		);
		return [
			...this.gone.map((key) =>
				E('p', { class: 'wgs-finding wgs-warning', 'data-part': 'gone' }, [
					fill(_('It removes the key {key} from the hub. '), { key }),
					button(_('Leave it there'), 'neutral', async () => {
						this.gone = this.gone.filter((one) => one !== key);
						await this.refresh();
					}),
				])
			),
			E('div', { 'data-part': 'sync' }, scriptBlock(_('Script “Update the hub”'), sync)),
			fold(_('The tunnel has another name on the hub'), [
				field(name, { label: _('Name of the tunnel on the hub') }),
			]),
		];
	}
}
