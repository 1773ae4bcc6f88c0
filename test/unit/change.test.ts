// What do edits make of a config, do they fit, and does what takes them back do so?
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
	edited_sections,
	fitting_edits,
	inverse_of,
	same_sections,
} from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import { plan_join, plan_leave } from '../../root/usr/share/ucode/wgspoke/plan/plan.ts';
import type { UciValue } from '../../root/usr/share/ucode/wgspoke/model/kinds.ts';
import type { UciConfigs, UciSection } from '../../root/usr/share/ucode/wgspoke/model/uci.ts';
import type { Change } from '../../root/usr/share/ucode/wgspoke/plan/change.ts';
import { anyConfigs, anyNetwork, factsWith } from './arbitrary.ts';
import { applyChanges } from './carry-out.ts';
import { secrets, section } from './seed.ts';

const CONFIGS = ['network', 'firewall', 'wgspoke'] as const;

function edit(name: string, option: string, from: UciValue | null, to: UciValue | null): Change {
	return { config: 'network', section: name, option, from, to };
}

const SECTIONS: UciSection[] = [
	section('interface', 'lan', { proto: 'static', dns: ['1.1.1.1', '9.9.9.9'] }),
	section('route', 'cfg0d3f1e', { target: '10.0.0.0/8' }),
];

/** Any plan: joining, joining another network on top, or leaving; with the configs that it is about. */
const anyPlan: fc.Arbitrary<[UciConfigs, Change[]]> = fc
	.tuple(anyNetwork, anyNetwork, anyConfigs, fc.constantFrom('join', 'edit', 'leave'))
	.map(([first, second, configs, what]) => {
		const join = plan_join(first, secrets, factsWith(configs));
		if (what === 'join') return [configs, join];
		const joined = applyChanges(configs, join);
		const facts = factsWith(joined);
		return [joined, what === 'leave' ? plan_leave(facts) : plan_join(second, secrets, facts)];
	});

const byName = (sections: UciSection[]): UciSection[] =>
	[...sections].sort((a, b) => (a.name < b.name ? -1 : 1));

describe('edits of a config', () => {
	it('add, change and take away sections and options, each after those before it', () => {
		const edited = edited_sections(SECTIONS, [
			edit('nas', '', null, 'route'),
			edit('nas', 'target', null, '10.1.0.0/16'),
			edit('nas', 'target', '10.1.0.0/16', '10.2.0.0/16'),
			edit('lan', 'proto', 'static', null),
			edit('cfg0d3f1e', 'target', '10.0.0.0/8', null),
			edit('cfg0d3f1e', '', 'route', null),
		]);
		assert.deepEqual(edited, [
			section('interface', 'lan', { dns: ['1.1.1.1', '9.9.9.9'] }),
			section('route', 'nas', { target: '10.2.0.0/16' }),
		]);
	});

	it('leave the sections that they were given as they are', () => {
		const before = structuredClone(SECTIONS);
		edited_sections(SECTIONS, [edit('lan', 'proto', 'static', 'dhcp')]);
		fitting_edits(SECTIONS, [edit('lan', 'proto', 'static', 'dhcp')]);
		assert.deepEqual(SECTIONS, before);
	});

	const wrong: [string, Change][] = [
		['an option that has another value', edit('lan', 'proto', 'dhcp', 'none')],
		['an option that is there already', edit('lan', 'proto', null, 'none')],
		['an option that is not there', edit('lan', 'mtu', '1500', null)],
		[
			'an option that no object of a programming language lacks',
			edit('lan', 'toString', 'x', null),
		],
		['a list of which one entry is missing', edit('lan', 'dns', ['1.1.1.1'], null)],
		['a text where a list is', edit('lan', 'dns', '1.1.1.1', null)],
		['a section that is there already', edit('lan', '', null, 'interface')],
		['a section that is not there', edit('nas', '', 'route', null)],
		['a section of another type', edit('lan', '', 'device', null)],
	];
	for (const [what, change] of wrong) {
		it(`do not fit where one starts from ${what}`, () => {
			assert.equal(edited_sections(SECTIONS, [change]), null);
			assert.deepEqual(fitting_edits(SECTIONS, [change]), []);
		});
	}

	it('fit whatever the order of a list is', () => {
		const change = edit('lan', 'dns', ['9.9.9.9', '1.1.1.1'], null);
		assert.deepEqual(edited_sections(SECTIONS, [change])?.[0]?.options, { proto: 'static' });
	});

	it('of which some do not fit any more are taken without these', () => {
		const changes = [
			edit('lan', 'proto', 'dhcp', 'none'),
			edit('lan', 'dns', ['1.1.1.1', '9.9.9.9'], null),
			edit('nas', '', 'route', null),
		];
		assert.deepEqual(fitting_edits(SECTIONS, changes), [changes[1]]);
	});

	it('fit, all of them, where they were planned; and with what takes them back nothing has changed', () => {
		fc.assert(
			fc.property(anyPlan, ([configs, plan]) => {
				for (const config of CONFIGS) {
					const own = plan.filter((change) => change.config === config);
					assert.deepEqual(fitting_edits(configs[config], own), own);
					const edited = edited_sections(configs[config], own);
					assert.ok(edited);
					assert.equal(same_sections(edited, configs[config]), own.length === 0);
					const back = edited_sections(edited, inverse_of(own));
					assert.ok(back && same_sections(byName(back), byName(configs[config])));
				}
			})
		);
	});
});

describe('sections', () => {
	const same = (a: UciSection, b: UciSection): boolean => same_sections([a], [b]);
	const one = section('interface', 'lan', { proto: 'static' });

	it('are the same whatever uci has called one without a name', () => {
		const options = { target: '10.0.0.0/8' };
		assert.ok(same(section('route', 'cfg0d3f1e', options), section('route', 'cfg0a3f1e', options)));
	});

	const others: [string, UciSection][] = [
		['of another name', section('interface', 'wan', { proto: 'static' })],
		['of another type', section('device', 'lan', { proto: 'static' })],
		['with a name where there was none', section('interface', 'cfg0d3f1e', { proto: 'static' })],
		['with another value', section('interface', 'lan', { proto: 'dhcp' })],
		['with an option more', section('interface', 'lan', { proto: 'static', mtu: '1' })],
		['with an option less', section('interface', 'lan', {})],
		['with another option instead', section('interface', 'lan', { device: 'static' })],
		['with a list instead of a text', section('interface', 'lan', { proto: ['static'] })],
	];
	for (const [what, other] of others) {
		it(`are not the same as one ${what}`, () => {
			assert.ok(!same(one, other));
			assert.ok(!same(other, one));
		});
	}

	it('are not the same where one is missing, or in another order', () => {
		const more = section('interface', 'wan', {});
		assert.ok(!same_sections([one], []));
		assert.ok(!same_sections([one, more], [more, one]));
		assert.ok(same_sections([one, more], [one, more]));
	});
});
