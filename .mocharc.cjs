// How does mocha run our tests? A test and a hook end by their own deadlines; this only ends what hangs, later on a
// router that is slower than namespaces (`atPace` in tools/lab/wait.ts has it measured).
const PACE = { qemu: 10, usermode: 5 };

module.exports = {
	'node-option': ['import=./tools/register.mjs'],
	require: 'tools/patience.mjs',
	reporter: 'tools/reporter.mjs',
	timeout: 60_000 * (PACE[process.env.WGSPOKE_DRIVER] ?? 1),
};
