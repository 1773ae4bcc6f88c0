// What may it cost? One row for each promise: what is measured, up to where, in what unit, and where.

/** `package`: what is built; `node`, `ucode`: the domain in an interpreter; `dev`, `openwrt`: a router of the lab. */
export type Place = 'package' | 'tests' | 'node' | 'ucode' | 'dev' | 'openwrt';

export interface Budget {
	what: string;
	/** The figure may be as large; null: nothing is promised, the row is there to compare with. */
	limit: number | null;
	/** More than is promised, and known to be: docs/bench.md says why. A figure above it is a new fault. */
	known?: number;
	unit: string;
	on: readonly Place[];
}

const ROUTERS = ['dev', 'openwrt'] as const;
const INTERPRETERS = ['node', 'ucode'] as const;

/** A call over HTTP, in units of `session access`, the cheapest there is, in the same run and in turns with it. */
function call(what: string, limit: number | null): Budget {
	return { what: `${what}, 3 sites`, limit, unit: '× access', on: ROUTERS };
}

/** What a call costs beyond one access, for each site: with 500 sites against with 100. */
function linearCall(name: string): Budget {
	const what = `\`${name}\` for a site of 500, against one of 100`;
	return { what, limit: 1.5, unit: '×', on: ROUTERS };
}

function domain(name: string): Budget {
	return { what: `\`${name}\`, 100 prefixes`, limit: 60, unit: 'ms', on: INTERPRETERS };
}

/** What a function takes for each prefix: with 1,000 against with 100. */
function linearDomain(name: string): Budget {
	const what = `\`${name}\` for a prefix of 1,000, against one of 100`;
	return { what, limit: 1.5, unit: '×', on: INTERPRETERS };
}

export const BUDGETS = {
	handshake: { what: 'apply → first handshake', limit: 1.6, unit: 's', on: ROUTERS },

	pulse: call('`pulse`', 2),
	status: call('`status`', 2.5),
	'luci status': call("LuCI's own `luci.wireguard getWgInstances`", null),
	'pulse linear': linearCall('pulse'),
	'status linear': linearCall('status'),

	preflight: domain('preflight'),
	plan: domain('plan_join'),
	merge: domain('merge_pasted'),
	'preflight linear': linearDomain('preflight'),
	'plan linear': linearDomain('plan_join'),
	'merge linear': linearDomain('merge_pasted'),

	package: { what: 'the package', limit: 80, known: 170, unit: 'KiB', on: ['package'] },
	'package for apk': {
		what: 'the package for apk',
		limit: 80,
		known: 170,
		unit: 'KiB',
		on: ['package'],
	},
	installed: { what: 'the package, installed', limit: null, unit: 'KiB', on: ['package'] },
	languages: { what: 'languages, all of them', limit: null, unit: 'KiB', on: ['package'] },
	'overview script': { what: "the overview's script", limit: 30, unit: 'KiB', on: ['package'] },
	'overview drawn': {
		what: 'the overview, from its script being asked for to drawn',
		limit: 310,
		unit: 'ms',
		on: ROUTERS,
	},

	'watch memory': {
		what: 'the watch: memory, beyond an idle ucode',
		limit: 3,
		unit: 'MiB',
		on: ['openwrt'],
	},
	'watch processor': { what: 'the watch: of a core', limit: 0.2, unit: '%', on: ['openwrt'] },

	tests: { what: 'the last full `make test`', limit: 300, known: 1400, unit: 's', on: ['tests'] },
} as const satisfies Record<string, Budget>;

export type Name = keyof typeof BUDGETS;

/** What was measured somewhere; a name that is missing was not. */
export type Figures = Partial<Record<Name, number>>;

/** One measuring: of a router, an interpreter, a package. */
export interface Run {
	place: Place;
	/** 'ucode-24.10' */
	label: string;
	figures: Figures;
	/** Why what is missing among the figures could not be measured: one reason for a name, or for all. */
	why: Partial<Record<Name | 'all', string>>;
}
