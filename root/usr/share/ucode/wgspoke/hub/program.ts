// Which script makes a fresh Ubuntu or Debian server the hub, or brings a running hub to what the network is now?
// One POSIX shell text of three parts: what is to be so, how to get there (install, configure, peers), what to tell.
// No secret is in it: the hub's private key is made at the hub and stays there.

import { parse_prefix } from '../base/prefix.ts';
import { comment_text, shell_word } from '../base/quote.ts';
import { is_known, member_prefixes } from './members.ts';
import { network_text } from '../text/file.ts';
import type { Network } from '../model/network.ts';
import type { HubMember } from './members.ts';

/** In wg0.conf, the mark of our hand. */
const mark = '# wgspoke hub';

// All in one function: where the script comes by a pipe, no program that reads its input can eat the rest of it. In a
// shell of its own: where the script is pasted into a terminal, that one goes on as it was.
const begin = `main() (
set -eu
umask 077
say() { printf '%s\\n' "$*"; }
fail() { say "$*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail 'Run this as root, like: sudo sh hub.sh'
conf=/etc/wireguard/$interface.conf
`;

const end = `)
main "$@"
`;

const install = `
# --- install ---
if ! command -v wg > /dev/null || ! command -v wg-quick > /dev/null; then
	command -v apt-get > /dev/null || fail 'Install wireguard-tools, then run this again.'
	say 'Installing WireGuard.'
	export DEBIAN_FRONTEND=noninteractive
	apt-get -q update
	apt-get -q -y install wireguard
fi
`;

const configure = `
# --- configure ---
[ ! -e "$conf" ] || grep -q '^${mark}' "$conf" ||
	fail "There is a tunnel $interface here already. Take another name, or tell it its peers only: wgspoke hub --sync"

# Forwarding, and no telling of spokes to talk to each other directly; both again after a restart.
sysctls=/etc/sysctl.d/99-wgspoke.conf
if ! printf '%s\\n' "$settings" | cmp -s - "$sysctls"; then
	printf '%s\\n' "$settings" > "$sysctls"
	chmod 644 "$sysctls"
	say "Written: $sysctls"
fi
sysctl -q -p "$sysctls"

# What wg-quick does besides: let spokes reach the hub and each other through whichever firewall is here.
hooks='PostUp = sysctl -qw net.ipv4.conf.%i.send_redirects=0'
hook() { hooks="$hooks
PostUp = $1
PostDown = $2"; }
for tool in $tables; do
	command -v "$tool" > /dev/null || continue
	for rule in "INPUT -p udp --dport $port" 'INPUT -i %i -p icmp' 'FORWARD -i %i -o %i'; do
		hook "$tool -w -I $rule -j ACCEPT" "$tool -w -D $rule -j ACCEPT"
	done
done
# Chains of nft's own; those in upper case are iptables'.
chains=$(nft list chains 2> /dev/null | awk '
	$1 == "table" { table = $2 " " $3 }
	$1 == "chain" { chain = $2 }
	$3 == "hook" && chain !~ /^[A-Z]+$/ && table ~ /^(inet|ip) / && $4 ~ /^(input|forward)$/ {
		print $4, table, chain
	}') || chains=
while read -r way place; do
	undo="nft -a list chain $place | awk '/comment \\"wgspoke\\"/ { print \\"delete rule $place handle\\", \\$NF }' | nft -f -"
	case $way in
	forward) hook "nft insert rule $place iifname %i oifname %i accept comment wgspoke" "$undo" ;;
	input)
		hook "nft insert rule $place udp dport $port accept comment wgspoke" "$undo"
		hook "nft insert rule $place iifname %i icmp type echo-request accept comment wgspoke" "$undo" ;;
	esac
done << END
$chains
END

if [ ! -e "$conf" ]; then
	mkdir -p /etc/wireguard
	key=$(wg genkey)
	cat > "$conf" << END
${mark}
[Interface]
Address = $address
ListenPort = $port
PrivateKey = $key
$hooks
END
	say "Written: $conf"
fi

if [ -d /run/systemd/system ]; then
	systemctl -q enable --now "wg-quick@$interface"
elif ! wg show "$interface" > /dev/null 2>&1; then
	wg-quick up "$interface" 2> /dev/null || fail "The tunnel does not start; look at: wg-quick up $interface"
	say 'This server has no systemd: start the tunnel with wg-quick after a restart.'
fi

if command -v ufw > /dev/null && LC_ALL=C ufw status | grep -q '^Status: active'; then
	ufw allow "$port/udp" > /dev/null
	ufw route allow in on "$interface" out on "$interface" > /dev/null
fi
`;

const sync = `
# --- peers ---
[ -e "$conf" ] || fail "There is no $conf here."
wg show "$interface" > /dev/null 2>&1 || fail "The tunnel $interface does not run here; start it: wg-quick up $interface"

# WireGuard takes a prefix from the peer that has it; nobody whom this network does not know is to lose one.
all=$members
members=$({ printf '%s\\n\\n' "$all"; wg show "$interface" allowed-ips; } | awk -v gone=" $gone " '
	!NF { running = 1; next }
	!running { line[++count] = $0; ours[$1]; next }
	!($1 in ours) && !index(gone, " " $1 " ") { for (i = 2; i <= NF; i++) holder[$i] = $1 }
	END {
		for (m = 1; m <= count; m++) {
			split(line[m], part, " ")
			name = line[m]; sub(/^[^ ]* [^ ]* */, "", name)
			n = split(part[2], prefix, ","); list = ""
			for (i = 1; i <= n; i++)
				if (!(prefix[i] in holder)) list = list (list == "" ? "" : ",") prefix[i]
				else print "Left to " holder[prefix[i]] ", which this network does not know: " prefix[i] " of " name \\
					". If that peer is an old one, remove it first."
			if (list != "") print part[1], list, name
		}
	}')
printf '%s\\n' "$members" | sed -n '/^Left to /p'
members=$(printf '%s\\n' "$members" | sed '/^Left to /d')

# The file with our peers as they should be, and everything else in it as it is.
peers() {
	printf '%s\\n' "$members" | awk -v gone=" $gone " '
		function spaced(list) { gsub(/,/, ", ", list); return list }
		function value(text) { sub(/#.*/, "", text); sub(/^[^=]*=/, "", text); gsub(/[ \\t\\r]/, "", text); return text }
		function is(i, word) { return tolower(line[i]) ~ "^[ \\t]*" word "[ \\t]*=" }
		function put(  i, key, have, want, last) {
			for (i = 1; i <= n && peer; i++) {
				if (is(i, "publickey")) key = value(line[i])
				if (is(i, "allowedips")) have = have (have == "" ? "" : ",") value(line[i])
				if (line[i] ~ /^[ \\t]*[^# \\t\\r]/) last = i
			}
			want = key in allowed ? allowed[key] : have
			if (key in allowed) told[key] = 1
			# What follows a block that goes belongs to the next one.
			for (i = key != "" && index(gone, " " key " ") ? last + 1 : 1; i <= n; i++) {
				if (want == have || !is(i, "allowedips")) print line[i]
				if (want != have && is(i, "publickey")) print "AllowedIPs = " spaced(want)
			}
			n = 0
		}
		part == 1 { if (NF > 1) { allowed[$1] = $2; order[++count] = $1; sub(/^[^ ]* [^ ]* */, ""); name[order[count]] = $0 } next }
		/^[ \\t]*\\[/ { put(); peer = tolower($0) ~ /^[ \\t]*\\[peer\\]/ }
		{ line[++n] = $0 }
		END {
			put()
			for (i = 1; i <= count; i++) if (!(order[i] in told))
				print "\\n[Peer] # " name[order[i]] "\\nPublicKey = " order[i] "\\nAllowedIPs = " spaced(allowed[order[i]])
		}' part=1 - part=2 "$conf"
}
new=$(mktemp "$conf.XXXXXX")
peers > "$new"
if cmp -s "$new" "$conf"; then
	rm "$new"
else
	cp -p "$conf" "$conf.old"
	mv "$new" "$conf"
	say "Written: $conf; as it was before: $conf.old"
fi

wg show "$interface" allowed-ips | while read -r key allowed; do
	case " $gone " in *" $key "*)
		wg set "$interface" peer "$key" remove
		say "Removed: $key"
		continue ;;
	esac
	case $all in
	*"$key "*) ;;
	*) say "Left as it is, for this network does not know it: $key ($allowed)" ;;
	esac
done
printf '%s\\n' "$members" | while read -r key allowed _; do
	[ -n "$key" ] || continue
	wg set "$interface" peer "$key" allowed-ips "$allowed"
	for prefix in $(printf '%s' "$allowed" | tr , ' '); do
		case $prefix in *:*) family=-6 ;; *) family=-4 ;; esac
		[ -n "$(ip "$family" route show dev "$interface" match "$prefix")" ] ||
			ip "$family" route add "$prefix" dev "$interface"
	done
done
[ -z "$unknown" ] || say "Not told yet, because this router does not know their keys: $unknown"
say "The hub knows its peers now: $(wg show "$interface" peers | wc -l)"
`;

const finish = `
# --- what to do now ---
[ $# = 0 ] || endpoint=$1
[ -n "$endpoint" ] || endpoint=$(ip -4 route get 1.1.1.1 | awk '{ for (i = 1; i < NF; i++) if ($i == "src") print $(i + 1) }')
[ -n "$endpoint" ] || fail 'Run this again with the public address of this server, like: sh hub.sh 203.0.113.1'
port=$(wg show "$interface" listen-port)
case $endpoint in
10.* | 192.168.* | 172.1[6-9].* | 172.2[0-9].* | 172.3[01].* | 100.6[4-9].* | 100.[7-9][0-9].* | 100.1[01][0-9].* | 100.12[0-7].*)
	say "The homes cannot call $endpoint from outside. Enter the public address on the page Hub and run the script again, or: sh hub.sh 203.0.113.1" ;;
esac
say "In the provider's own firewall (security group), open UDP port $port for everybody."
say 'Paste this line into the router, under VPN, Home network:'
printf 'wgspoke:%s\\n' "$(printf '%s' "$network" |
	sed "s|@KEY@|$(wg show "$interface" public-key)|; s|@HOST@|$endpoint|; s|@PORT@|$port|" | base64 | tr -d '\\n')"
`;

// 'KEY 192.168.151.2/32,192.168.2.0/24 Home A', a line for everyone whose key is known
function member_lines(members: HubMember[]): string {
	const known = filter(members, is_known);
	return join(
		'\n',
		map(known, (member) =>
			join(' ', [member.public_key, join(',', member_prefixes(member)), comment_text(member.name)])
		)
	);
}

function names_of(members: HubMember[]): string {
	return join(
		', ',
		map(members, (member) => comment_text(member.name))
	);
}

// What both scripts have to know. `gone`: keys that the hub is to forget.
function peer_settings(members: HubMember[], hub_interface: string, gone: string[]): string {
	const unknown = filter(members, (member) => !is_known(member));
	return (
		'interface=' +
		shell_word(hub_interface) +
		'\nmembers=' +
		shell_word(member_lines(members)) +
		'\nunknown=' +
		shell_word(names_of(unknown)) +
		'\ngone=' +
		shell_word(join(' ', gone)) +
		'\n'
	);
}

/**
 * Brings a running hub to the whole intended state, its file and its tunnel, and drops nobody: peers that this
 * network does not know are told and stay, and what they have stays theirs. As root at the hub: `… | ssh hub sudo sh`
 */
export function sync_script(members: HubMember[], hub_interface: string, gone: string[]): string {
	const head =
		'#!/bin/sh\n# Tells a WireGuard hub of everybody in the network. Run again it changes nothing.\n';
	return head + peer_settings(members, hub_interface, gone) + begin + sync + end;
}

/**
 * Makes a fresh server the hub. Its last line is to be pasted into this router. The public address may be its
 * argument; without one and without one in the network, the server's own is taken.
 */
export function hub_script(network: Network, members: HubMember[], hub_interface: string): string {
	const hub = network.hub;
	const bits = parse_prefix(hub.subnet)?.bits ?? 24;
	let six = index(hub.address, ':') >= 0;
	for (const member of members) {
		for (const prefix of member_prefixes(member)) if (index(prefix, ':') >= 0) six = true;
	}
	const settings = ['net.ipv4.ip_forward=1', 'net.ipv4.conf.all.send_redirects=0'];
	if (six) push(settings, 'net.ipv6.conf.all.forwarding=1');
	// The hub fills in what only it knows.
	const seen: Network = {
		...network,
		hub: { ...hub, public_key: '@KEY@', endpoint_host: '@HOST@' },
	};
	const line = replace(network_text(seen), /"endpoint_port": *[0-9]+/, '"endpoint_port": "@PORT@"');
	return (
		'#!/bin/sh\n# Makes a server with Ubuntu or Debian the hub of a WireGuard network.\n' +
		'# Run it as root; run again it changes nothing, and tunnels stay up.\n' +
		peer_settings(members, hub_interface, []) +
		'address=' +
		shell_word(hub.address + '/' + bits) +
		'\nport=' +
		hub.endpoint_port +
		'\nendpoint=' +
		shell_word(hub.endpoint_host) +
		'\nsettings=' +
		shell_word(join('\n', settings)) +
		"\ntables='iptables" +
		(six ? ' ip6tables' : '') +
		"'" +
		'\nnetwork=' +
		shell_word(line) +
		'\n' +
		begin +
		install +
		configure +
		sync +
		finish +
		end
	);
}
