// How does the lab's hub answer the homes, without a systemd that runs it?
// The script of `wgspoke hub --speak` puts program and units in their places, as at any hub; of systemd's part,
// systemd-socket-activate listens and starts a process for each question, the firewall is opened as the unit says.
import { must, type Executor } from './space.ts';
import { waitFor } from './wait.ts';

/** What the hub says of what it answers and refuses, as its journal would have it. */
export const JOURNAL = '/run/answers';
const STARTED = '/run/answering.pid';

// What the script finds of systemd: that it is there, and a systemctl that does what is asked.
const SYSTEMD = `
mkdir -p /run/systemd/system /run/own/units /run/own/sbin
mount --bind /run/own/units /etc/systemd/system
mount --bind /run/own/sbin /usr/local/sbin
cat > "$1/systemctl" <<'END'
#!/bin/sh
echo "$*" >> /run/systemctl
case "$*" in
'restart wgspoke-hub.socket') sh /run/listen ;;
esac
END
chmod 755 "$1/systemctl"
cat > /run/listen <<'END'
unit=/etc/systemd/system/wgspoke-hub.socket
if [ -s ${STARTED} ]; then kill "$(cat ${STARTED})"; fi
$(sed -n 's/^ExecStartPost=-//p' $unit)
service=$(sed -n 's/^ExecStart=-//p' /etc/systemd/system/wgspoke-hub@.service)
set --
for address in $(sed -n 's/^ListenStream=//p' $unit); do set -- "$@" -l "$address"; done
setsid systemd-socket-activate --accept --inetd "$@" /bin/sh /run/question $service > /dev/null 2> ${JOURNAL}.listener < /dev/null &
echo $! > ${STARTED}
END
cat > /run/question <<'END'
exec 2>> ${JOURNAL}
socket=$(readlink /proc/self/fd/0)
REMOTE_ADDR=$(awk -v socket="\${socket##*[}" '
	function byte(text) { return 16 * (index(digits, substr(text, 1, 1)) - 1) + index(digits, substr(text, 2, 1)) - 1 }
	BEGIN { digits = "0123456789ABCDEF" }
	$10 "]" == socket { for (i = 7; i > 0; i -= 2) address = address (i < 7 ? "." : "") byte(substr($3, i, 2)); print address }
' /proc/net/tcp)
export REMOTE_ADDR
exec "$@"
END
`;

/** Runs the script at the hub as its owner would, and has it answer from then on. Returns what the script printed. */
export async function startAnswering(
	hub: Executor,
	binFolder: string,
	script: string
): Promise<string> {
	await must(hub, ['sh', '-s', binFolder], { stdin: SYSTEMD });
	const printed = await must(hub, ['sh'], { stdin: script });
	await waitFor(
		async () => (await hub.exec(['ss', '-Hltn', 'sport = :24380'])).stdout.includes('LISTEN'),
		{ what: 'the hub to listen for questions' }
	);
	return printed;
}
