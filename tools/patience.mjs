// How long may a test take? As long as it says, and so many times longer where `make test` says that other programs
// keep it waiting (WGSPOKE_PATIENCE). A test ends by what it waits for; this only ends what hangs.
import Mocha from 'mocha';

const patience = Number(process.env.WGSPOKE_PATIENCE ?? 1);
const { prototype } = Mocha.Runnable;
const timeout = prototype.timeout;

prototype.timeout = function (...given) {
	const [ms] = given;
	return typeof ms === 'number' ? timeout.call(this, patience * ms) : timeout.apply(this, given);
};
