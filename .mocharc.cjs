// How does mocha run our tests? A test and a hook end by their own deadlines; this only ends what hangs, on an emulated
// router later than elsewhere.
module.exports = {
	'node-option': ['import=./tools/register.mjs'],
	require: 'tools/patience.mjs',
	reporter: 'tools/reporter.mjs',
	timeout: process.env.WGSPOKE_DRIVER === 'qemu' ? 600_000 : 60_000,
};
