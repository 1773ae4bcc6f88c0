// How is a router's clock made wrong? Machines have one clock for all: on the development router the programs in Node
// are told another time, and on each router `wg` tells its handshakes by the clock that the router is said to have had.
// Nothing here sets a real clock: on OpenWrt's own software the programs' time is always right.
import assert from 'node:assert/strict';
import { WRONG_CLOCK } from '../../tools/ucode/program.ts';
import type { Router } from './router.ts';

const FOLDER = '/tmp/wrong-clock';
const STEPS = `${FOLDER}/steps`;

/** Lines of "FROM WRONG": a handshake of the moment FROM or later was told by a clock that was wrong by so much. */
const WG = `#!/bin/sh
case " $* " in *' dump '*) ;; *) exec ${FOLDER}/wg "$@" ;; esac
${FOLDER}/wg "$@" | awk -F '\\t' -v OFS='\\t' '
	BEGIN { while ((getline line < "${STEPS}") > 0) { split(line, step, " "); from[++n] = step[1]; wrong[n] = step[2] } }
	# A peer has a column before it where several interfaces are told.
	NF == 8 || NF == 9 {
		at = NF - 3
		for (i = n; i > 0 && from[i] > $at; i--);
		if ($at > 0 && i > 0) $at = sprintf("%.0f", $at + wrong[i])
	}
	{ print }'
`;

async function run({ gateway }: Router, script: string, stdin = ''): Promise<void> {
	const { code, stderr } = await gateway.exec(['sh', '-ec', script], { stdin });
	assert.equal(code, 0, stderr);
}

/** From now on the router's clock is wrong by so many seconds; 0 is what NTP sets. */
export async function setClock(router: Router, wrong: number): Promise<void> {
	await run(
		router,
		`mkdir -p ${FOLDER}
[ -e ${FOLDER}/wg ] || { cp /usr/bin/wg ${FOLDER}/wg; cat >${FOLDER}/cover; chmod 755 ${FOLDER}/cover; mount --bind ${FOLDER}/cover /usr/bin/wg; }
echo "$(date +%s) ${String(wrong)}" >>${STEPS}`,
		WG
	);
	if (router.gateway.kind === 'dev') await run(router, `echo ${String(wrong)} >${WRONG_CLOCK}`);
}

/** As it was before all of this. */
export async function restoreClock(router: Router): Promise<void> {
	await run(router, `rm -f ${WRONG_CLOCK}; umount -l /usr/bin/wg; rm -r ${FOLDER}`);
}
