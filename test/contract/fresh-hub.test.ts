// From a bare server to two homes that reach each other, no key typed by hand: the hub's script, its line,
// an invitation, and what keeps the hub as the network is.
import assert from 'node:assert/strict';
import { WgQuickMachine } from '../../tools/lab/hub.ts';
import type { RunResult } from '../../tools/system/run.ts';
import { must } from '../../tools/lab/space.ts';
import type { InviteReply } from '../../root/usr/share/ucode/wgspoke/verbs/replies.ts';
import { waitFor } from '../../tools/lab/wait.ts';
import { puttingBack } from './putback.ts';
import { withLab } from './suite.ts';

// A server as Ubuntu delivers it, as far as the script sees it: no WireGuard, systemd and ufw there, firewalls
// of both kinds that let nobody through. What is installed or enabled is written down in /run/calls.
const BARE_SERVER = `
wg-quick down wg0 2> /dev/null
mount -t tmpfs -o mode=700 tmpfs /etc/wireguard
for folder in /etc/sysctl.d /etc/systemd/system /usr/local/sbin; do mount -t tmpfs tmpfs $folder; done
mkdir -p /run/bare /run/systemd/system
cd /run/bare
for tool in awk base64 bash cat chmod cksum cmp cp cut date flock grep head id ip ip6tables iptables ln mkdir mktemp mv nft od \
	readlink rm sed sh sha256sum sort ss stat sync sysctl tail timeout tr uname uniq wc; do
	ln -s "$(command -v $tool)" $tool
done
cat > apt-get <<'END'
#!/bin/sh
echo apt-get "$@" >> /run/calls
case "$*" in *install*) cd /run/bare && /bin/ln -s /usr/bin/wg /usr/bin/wg-quick . ;; esac
END
cat > ufw <<'END'
#!/bin/sh
if [ "$1" = status ]; then echo 'Status: active'; else echo ufw "$@" >> /run/calls; fi
END
cat > systemctl <<'END'
#!/bin/sh
echo systemctl "$@" >> /run/calls
wg show wg0 > /dev/null 2>&1 || wg-quick up wg0 2> /dev/null
END
chmod 755 apt-get ufw systemctl
: > /run/calls
sysctl -qw net.ipv4.ip_forward=0
iptables -P FORWARD DROP
nft -f - <<'END'
table inet filter {
	chain input { type filter hook input priority 0; policy drop; ct state established accept; }
	chain forward { type filter hook forward priority 0; policy drop; }
}
END
`;

const PUT_BACK = `
wg-quick down wg0 2> /dev/null
nft delete table inet filter
iptables -P FORWARD ACCEPT
umount /etc/wireguard /etc/sysctl.d /etc/systemd/system /usr/local/sbin
rm -r /run/bare /run/systemd /run/calls
wg-quick up wg0
`;

// All that the script may change, but for counters and times.
const STATE = `
cd /etc && find wireguard sysctl.d systemd/system /usr/local/sbin -type f -exec sha256sum {} + -exec stat -c '%n %a %Y' {} + | sort
wg show wg0 dump | cut -f 1,2,4 | sort
iptables-save | grep -v '^[#:]'
nft list ruleset | sed 's/counter packets.*//'
ip route show table all | grep -v '^local fe80'
cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/wg0/send_redirects
`;

describe('a bare server and two homes', () => {
	const suite = withLab('block');
	const atTheEnd = puttingBack();
	let script = '';
	let line = '';
	let invitation: InviteReply;

	/** Runs a script at the server, as its owner would over ssh; only the tools of a bare server are there. */
	const atHub = (text: string, ...args: string[]): Promise<RunResult> =>
		suite.lab.hub.space.exec(['env', '-i', 'PATH=/run/bare', '/bin/sh', '-s', '--', ...args], {
			stdin: text,
		});
	const onHub = (text: string): Promise<string> => must(suite.lab.hub, ['sh'], { stdin: text });

	/** What the line has besides the network that the router knew. */
	const handedOver = (text: string): { token: string | undefined; ports: string } => {
		const { hub_token: token, network } = JSON.parse(
			Buffer.from(text.slice(8), 'base64').toString()
		) as { hub_token?: string; network: { hub: { ports: string } } };
		return { token, ports: network.hub.ports };
	};

	before(async () => {
		atTheEnd(() => onHub(PUT_BACK));
		await onHub(BARE_SERVER);
	});

	it('begin with a script that home A writes before it has joined anything', async () => {
		const { code, stdout, stderr } = await suite.a.command(['hub', '--script', '--name', 'A']);
		assert.equal(code, 0, stderr);
		script = stdout;
	});

	it('make the server the hub: WireGuard, key, forwarding, firewalls, service, in one run', async () => {
		const { code, stdout, stderr } = await atHub(script);
		assert.equal(code, 0, stdout + stderr);
		line = /^wgspoke:\S+$/m.exec(stdout)?.[0] ?? '';
		assert.notEqual(line, '', stdout);
		assert.match(stdout, /open UDP port 24356/);
		const calls = await onHub('cat /run/calls');
		assert.deepEqual(calls.trim().split('\n'), [
			'apt-get -q update',
			'apt-get -q -y install wireguard',
			'systemctl -q enable --now wg-quick@wg0',
			'ufw allow 24356/udp',
			'ufw route allow in on wg0 out on wg0',
			'systemctl daemon-reload',
			'systemctl -q enable wgspoke-hub.socket',
			'systemctl restart wgspoke-hub.socket',
		]);
		const modes = await onHub('stat -c %a /etc/wireguard/wg0.conf /etc/sysctl.d/99-wgspoke.conf');
		assert.equal(modes, '600\n644\n');
		assert.match(
			stdout,
			/^From inside the tunnel alone, homes may now ask this server .* TCP port 24380/m
		);
		assert.deepEqual(handedOver(line), {
			token: await onHub('cat /etc/wireguard/wgspoke.token'),
			ports: '',
		});
		const key = (await onHub('wg show wg0 private-key')).trim();
		assert.ok(!stdout.includes(key) && !Buffer.from(line.slice(8), 'base64').includes(key));
	});

	it('leave everything as it is when the script runs again', async () => {
		const before = await onHub(STATE);
		await onHub(': > /run/calls');
		const { code, stdout } = await atHub(script);
		assert.equal(code, 0, stdout);
		assert.equal(await onHub(STATE), before);
		assert.doesNotMatch(await onHub('cat /run/calls'), /apt-get/);
		assert.equal(/^wgspoke:\S+$/m.exec(stdout)?.[0], line);
	});

	it('have home A join alone by the line that the script printed', async () => {
		const { a } = suite;
		const { code, stdout, stderr } = await a.command(['join', '-'], `${line}\n`);
		assert.equal(code, 0, stdout + stderr);
		assert.equal((await a.status()).hub, 'yes');
	});

	it('have home B join by the invitation of home A, once the hub is in step', async () => {
		const { a, b } = suite;
		const invited = await a.command(['invite', 'B', '--lan', '192.168.4.0/24', '-j']);
		assert.equal(invited.code, 0, invited.stdout + invited.stderr);
		invitation = JSON.parse(invited.stdout) as InviteReply;
		const told = await atHub((await a.command(['hub', '--sync'])).stdout);
		assert.equal(told.code, 0, told.stdout + told.stderr);
		const before = await a.command(['check']);
		assert.match(before.stdout, /^The hub answers\. Invited, and not joined yet: B\.$/m);
		assert.equal(before.code, 0, before.stdout);
		const { code, stdout, stderr } = await b.command(['join', '-'], `${invitation.line}\n`);
		assert.equal(code, 0, stdout + stderr);
		await b.waitForPing('192.168.2.100');
		await a.waitForPing('192.168.4.100');
		const after = await a.command(['check']);
		assert.match(after.stdout, /^It works\.$/m);
		assert.equal(after.code, 0, after.stdout);
		const waited = async (): Promise<boolean> =>
			(await a.status()).network?.sites.every(({ invited: waits }) => !waits) ?? false;
		await waitFor(waited, { what: 'the note of the invitation to go', deadline: 90_000 });
		const { network } = await b.status();
		assert.deepEqual(
			network?.sites.map(({ name, local }) => [name, local]),
			[
				['A', false],
				['B', true],
			]
		);
	});

	it('find nothing to say about the hub when its own look is compared', async () => {
		const { a } = suite;
		const { stdout: look } = await a.command(['hub', '--look']);
		const { stdout: output } = await atHub(look);
		const secrets = await onHub('wg show wg0 dump | cut -f 1 | head -n 1');
		assert.ok(!output.includes(secrets.trim()));
		const { code, stdout } = await a.command(['hub', '--compare', '-'], output);
		assert.equal(stdout, 'The hub has everything as it should be.\n');
		assert.equal(code, 0);
	});

	it('put right what is missing or other at the hub, keep a stranger, and drop no tunnel', async () => {
		const { a } = suite;
		const homeB = invitation.hub.live[0]?.split(' ')[4] ?? '';
		const stranger = (await onHub('wg genkey | wg pubkey')).trim();
		const handshakes = 'wg show wg0 latest-handshakes | sort';
		const before = await onHub(handshakes);
		await onHub(`
			wg set wg0 peer '${homeB}' allowed-ips 192.168.151.3/32
			ip route del 192.168.4.0/24 dev wg0
			wg set wg0 peer '${stranger}' allowed-ips 192.168.151.99/32
			printf '\\n[Peer] # Aunt\\nPublicKey = ${stranger}\\nAllowedIPs = 192.168.151.99/32\\n' >> /etc/wireguard/wg0.conf
			sed -i 's|192.168.2.0/24|192.168.22.0/24|' /etc/wireguard/wg0.conf`);
		const { stdout: look } = await a.command(['hub', '--look']);
		const compared = await a.command(['hub', '--compare', '-', '-j'], (await atHub(look)).stdout);
		const reply = JSON.parse(compared.stdout) as { differences: { code: string }[] };
		assert.deepEqual(reply.differences.map(({ code }) => code).sort(), [
			'hub-differs',
			'hub-differs-file',
			'hub-extra',
			'hub-no-route',
		]);
		const told = await atHub((await a.command(['hub', '--sync'])).stdout);
		assert.ok(told.stdout.includes(`does not know it: ${stranger}`), told.stdout);
		await a.waitForPing('192.168.4.100');
		const mended = await atHub((await a.command(['hub', '--sync', '--gone', stranger])).stdout);
		assert.match(mended.stdout, /^Removed: /m);
		const after = await a.command(['hub', '--compare', '-'], (await atHub(look)).stdout);
		assert.equal(after.stdout, 'The hub has everything as it should be.\n');
		const now = await onHub(handshakes);
		for (const entry of before.trim().split('\n')) {
			const [key = '', at = ''] = entry.split('\t');
			assert.ok(
				Number(new RegExp(`^${key.replace(/[+/]/g, '\\$&')}\t(\\d+)`, 'm').exec(now)?.[1]) >=
					Number(at)
			);
		}
	});

	it('leave a LAN to a stranger who runs with it, until that one is removed', async () => {
		const { a } = suite;
		const stranger = (await onHub('wg genkey | wg pubkey')).trim();
		await onHub(`wg set wg0 peer '${stranger}' allowed-ips 192.168.4.0/24`);
		const { stdout: sync } = await a.command(['hub', '--sync']);
		const told = await atHub(sync);
		assert.equal(told.code, 0, told.stdout + told.stderr);
		const left = `192.168.4.0/24 of B was not set: the peer ${stranger}, which your router does not know, has it.`;
		assert.ok(told.stdout.includes(left), told.stdout);
		const allowed = await onHub('wg show wg0 allowed-ips; cat /etc/wireguard/wg0.conf');
		assert.ok(allowed.includes(`${stranger}\t192.168.4.0/24\n`), allowed);
		assert.match(allowed, /^AllowedIPs = 192\.168\.151\.3\/32$/m);
		const before = await onHub(STATE);
		assert.equal((await atHub(sync)).code, 0);
		assert.equal(await onHub(STATE), before);
		const mended = await atHub((await a.command(['hub', '--sync', '--gone', stranger])).stdout);
		assert.match(mended.stdout, /^Removed: /m);
		await a.waitForPing('192.168.4.100');
		const { stdout: look } = await a.command(['hub', '--look']);
		const after = await a.command(['hub', '--compare', '-'], (await atHub(look)).stdout);
		assert.equal(after.stdout, 'The hub has everything as it should be.\n');
	});

	it('take a phone in, which reaches both homes', async () => {
		const { a, lab } = suite;
		const { stdout } = await a.command(['device', 'add', 'Pocket']);
		assert.equal((await atHub((await a.command(['hub', '--sync'])).stdout)).code, 0);
		const phone = new WgQuickMachine(lab.laptop.space, stdout, lab.folder);
		await phone.start();
		for (const address of ['192.168.2.100', '192.168.4.100']) await phone.waitForPing(address);
		await phone.down();
	});

	it('have home B start anew from the file of home A, with a key of its own', async () => {
		const { a, b } = suite;
		const { text } = await a.ask('export');
		assert.equal((await b.command(['leave'])).code, 0);
		const key = (await b.command(['key'])).stdout.trim();
		const old = invitation.hub.live[0]?.split(' ')[4] ?? '';
		assert.notEqual(key, old);
		// The page at home A: it knows B already, so the name is all it needs besides the key.
		const session = await a.login();
		const invited = await a.page(session, 'invite', { name: 'B', public_key: key });
		await a.keep(session, invited);
		assert.doesNotMatch(invited.conf, /^PrivateKey/m);
		const { sync } = await a.ask('hub_scripts', { gone: [old] });
		assert.match((await atHub(sync)).stdout, /^Removed: /m);
		const joined = await b.command(['join', '-', '--home', 'B'], text);
		assert.equal(joined.code, 0, joined.stdout + joined.stderr);
		await b.waitForPing('192.168.2.100');
		await a.waitForPing('192.168.4.100');
	});

	it('have everything at the hub again after it has restarted', async () => {
		const before = await onHub(STATE);
		await onHub(`
			wg-quick down wg0 2> /dev/null
			sysctl -qw net.ipv4.ip_forward=0 net.ipv4.conf.all.send_redirects=1
			nft list ruleset | grep wgspoke && exit 1
			iptables-save | grep wg0 && exit 1
			sysctl -qp /etc/sysctl.d/99-wgspoke.conf
			wg-quick up wg0 2> /dev/null`);
		assert.equal(await onHub(STATE), before);
	});

	it('open nothing for questions with --silent, and hear on further ports with --ports', async () => {
		await onHub(`
			wg-quick down wg0 2> /dev/null
			rm -r /etc/wireguard/* /etc/systemd/system/* /usr/local/sbin/*
			: > /run/calls`);
		const { code, stdout, stderr } = await atHub(script, '--silent', '--ports', '4500,443');
		assert.equal(code, 0, stdout + stderr);
		assert.match(stdout, /open UDP port 24356 and 4500,443 for everybody/);
		const given = /^wgspoke:\S+$/m.exec(stdout)?.[0] ?? '';
		assert.deepEqual(handedOver(given), { token: undefined, ports: '4500,443' });
		assert.equal(
			await onHub('ls /etc/systemd/system /usr/local/sbin'),
			'/etc/systemd/system:\n\n/usr/local/sbin:\n'
		);
		assert.doesNotMatch(await onHub('cat /run/calls; ls /etc/wireguard'), /wgspoke/);
		const before = await onHub(STATE);
		assert.match(before, /--dport 443 -j REDIRECT --to-ports 24356/);
		assert.equal((await atHub(script, '--silent', '--ports', '4500,443')).code, 0);
		assert.equal(await onHub(STATE), before);
		await onHub(
			'wg-quick down wg0 2> /dev/null; iptables-save | grep REDIRECT && exit 1; wg-quick up wg0 2> /dev/null'
		);
		assert.equal(await onHub(STATE), before);
	});

	it('do without systemd, and without installing what is there', async () => {
		await onHub(`
			wg-quick down wg0 2> /dev/null
			rm -r /run/systemd /etc/wireguard/wg0.conf*
			: > /run/calls`);
		const { code, stdout, stderr } = await atHub(script);
		assert.equal(code, 0, stdout + stderr);
		assert.match(stdout, /no systemd/);
		assert.doesNotMatch(await onHub('cat /run/calls'), /systemctl|apt-get/);
		assert.match(await onHub('wg show wg0'), /listening port: 24356/);
	});

	it('are refused where another wg0 is, which stays as it is', async () => {
		await onHub(`sed -i '/^# wgspoke/d' /etc/wireguard/wg0.conf`);
		const before = await onHub(STATE);
		const { code, stderr } = await atHub(script);
		assert.equal(code, 1);
		assert.match(stderr, /There is already a tunnel wg0 here/);
		assert.equal(await onHub(STATE), before);
	});
});
