#!/bin/sh
# --- for readers ---
# What does a hub run, to become one, to learn of everybody in the network, or to show what it has?
# POSIX sh. The router prints what is for one task (`wgspoke hub --script`, `--sync`, `--look`; wgspoke/hub/program.ts):
# the lines below a "for" that names it, the head with its values, a tab as two blanks.
# No secret is in it: the hub's private key is made at the hub and stays there.
# --- for install ---
# Makes a server with Ubuntu or Debian the hub of a WireGuard network.
# Run it as root; run again it changes nothing, and tunnels stay up.
# --- for sync ---
# Tells a WireGuard hub of everybody in the network. Run again it changes nothing.
# --- for look ---
# Shows what a WireGuard hub has. It only reads, and prints no private and no preshared key.
# --- for readers ---
# The head: what is to be done, and what is to be so.
# --- for install, sync, look ---
task=look
interface=wg0
# --- for install, sync ---
# For everybody whose key is known: the key, the networks, the name.
members=
# The names of the others.
unknown=
# Keys that the hub is to forget.
gone=
# --- for install ---
# The hub's address in the VPN, like 192.168.151.1/24, and the port at which it listens.
address=
port=
# The public address, or nothing.
endpoint=
# Lines for sysctl.
settings=
# iptables, ip6tables: who lets the network through besides nft.
tables=
# What the hub hands to the router, where @KEY@, @HOST@ and @PORT@ are filled in.
network=

# --- for readers ---
# All in one function: where the script comes by a pipe, no program that reads its input can eat the rest of it. In a
# shell of its own: where the script is pasted into a terminal, that one goes on as it was.
# --- for install, sync, look ---
main() (
# --- for install, sync ---
	say() { printf '%s\n' "$*"; }
	fail() { say "$*" >&2; exit 1; }

	prepare() {
		set -eu
		umask 077
		[ "$(id -u)" = 0 ] || fail 'Run this as root, like: sudo sh hub.sh'
		conf=/etc/wireguard/$interface.conf
	}

# --- for install ---
	install_wireguard() {
		if ! command -v wg > /dev/null || ! command -v wg-quick > /dev/null; then
			command -v apt-get > /dev/null || fail 'Install wireguard-tools, then run this again.'
			say 'Installing WireGuard.'
			export DEBIAN_FRONTEND=noninteractive
			apt-get -q update
			apt-get -q -y install wireguard
		fi
	}

	refuse_foreign_tunnel() {
		[ ! -e "$conf" ] || grep -q '^# wgspoke hub' "$conf" ||
			fail "There is a tunnel $interface here already. Take another name, or tell it its peers only: wgspoke hub --sync"
	}

	# Forwarding, and no telling of spokes to talk to each other directly; both again after a restart.
	set_forwarding() {
		sysctls=/etc/sysctl.d/99-wgspoke.conf
		if ! printf '%s\n' "$settings" | cmp -s - "$sysctls"; then
			printf '%s\n' "$settings" > "$sysctls"
			chmod 644 "$sysctls"
			say "Written: $sysctls"
		fi
		sysctl -q -p "$sysctls"
	}

	hook() { hooks="$hooks
PostUp = $1
PostDown = $2"; }

	# What wg-quick does besides: let spokes reach the hub and each other through whichever firewall is here.
	list_hooks() {
		hooks='PostUp = sysctl -qw net.ipv4.conf.%i.send_redirects=0'
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
			undo="nft -a list chain $place | awk '/comment \"wgspoke\"/ { print \"delete rule $place handle\", \$NF }' | nft -f -"
			case $way in
			forward) hook "nft insert rule $place iifname %i oifname %i accept comment wgspoke" "$undo" ;;
			input)
				hook "nft insert rule $place udp dport $port accept comment wgspoke" "$undo"
				hook "nft insert rule $place iifname %i icmp type echo-request accept comment wgspoke" "$undo" ;;
			esac
		done << END
$chains
END
	}

	write_interface() {
		mkdir -p /etc/wireguard
		key=$(wg genkey)
		cat > "$conf" << END
# wgspoke hub
[Interface]
Address = $address
ListenPort = $port
PrivateKey = $key
$hooks
END
		say "Written: $conf"
	}

	start_tunnel() {
		if [ -d /run/systemd/system ]; then
			systemctl -q enable --now "wg-quick@$interface"
		elif ! wg show "$interface" > /dev/null 2>&1; then
			wg-quick up "$interface" 2> /dev/null || fail "The tunnel does not start; look at: wg-quick up $interface"
			say 'This server has no systemd: start the tunnel with wg-quick after a restart.'
		fi
	}

	open_ufw() {
		if command -v ufw > /dev/null && LC_ALL=C ufw status | grep -q '^Status: active'; then
			ufw allow "$port/udp" > /dev/null
			ufw route allow in on "$interface" out on "$interface" > /dev/null
		fi
	}

	configure() {
		refuse_foreign_tunnel
		set_forwarding
		list_hooks
		if [ ! -e "$conf" ]; then write_interface; fi
		start_tunnel
		open_ufw
	}

# --- for install, sync ---
	require_tunnel() {
		[ -e "$conf" ] || fail "There is no $conf here."
		wg show "$interface" > /dev/null 2>&1 || fail "The tunnel $interface does not run here; start it: wg-quick up $interface"
	}

	# WireGuard takes a prefix from the peer that has it; nobody whom this network does not know is to lose one.
	leave_to_strangers() {
		all=$members
		members=$({ printf '%s\n\n' "$all"; wg show "$interface" allowed-ips; } | awk -v gone=" $gone " '
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
						else print "Left to " holder[prefix[i]] ", which this network does not know: " prefix[i] " of " name \
							". If that peer is an old one, remove it first."
					if (list != "") print part[1], list, name
				}
			}')
		printf '%s\n' "$members" | sed -n '/^Left to /p'
		members=$(printf '%s\n' "$members" | sed '/^Left to /d')
	}

	# The file with our peers as they should be, and everything else in it as it is.
	print_conf() {
		printf '%s\n' "$members" | awk -v gone=" $gone " '
			function spaced(list) { gsub(/,/, ", ", list); return list }
			function value(text) { sub(/#.*/, "", text); sub(/^[^=]*=/, "", text); gsub(/[ \t\r]/, "", text); return text }
			function is(i, word) { return tolower(line[i]) ~ "^[ \t]*" word "[ \t]*=" }
			function put(  i, key, have, want, last) {
				for (i = 1; i <= n && peer; i++) {
					if (is(i, "publickey")) key = value(line[i])
					if (is(i, "allowedips")) have = have (have == "" ? "" : ",") value(line[i])
					if (line[i] ~ /^[ \t]*[^# \t\r]/) last = i
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
			/^[ \t]*\[/ { put(); peer = tolower($0) ~ /^[ \t]*\[peer\]/ }
			{ line[++n] = $0 }
			END {
				put()
				for (i = 1; i <= count; i++) if (!(order[i] in told))
					print "\n[Peer] # " name[order[i]] "\nPublicKey = " order[i] "\nAllowedIPs = " spaced(allowed[order[i]])
			}' part=1 - part=2 "$conf"
	}

	write_conf() {
		new=$(mktemp "$conf.XXXXXX")
		print_conf > "$new"
		if cmp -s "$new" "$conf"; then
			rm "$new"
		else
			cp -p "$conf" "$conf.old"
			mv "$new" "$conf"
			say "Written: $conf; as it was before: $conf.old"
		fi
	}

	forget_peers() {
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
	}

	set_peers() {
		printf '%s\n' "$members" | while read -r key allowed _; do
			[ -n "$key" ] || continue
			wg set "$interface" peer "$key" allowed-ips "$allowed"
			for prefix in $(printf '%s' "$allowed" | tr , ' '); do
				case $prefix in *:*) family=-6 ;; *) family=-4 ;; esac
				[ -n "$(ip "$family" route show dev "$interface" match "$prefix")" ] ||
					ip "$family" route add "$prefix" dev "$interface"
			done
		done
	}

	tell_peers() {
		require_tunnel
		leave_to_strangers
		write_conf
		forget_peers
		set_peers
		[ -z "$unknown" ] || say "Not told yet, because this router does not know their keys: $unknown"
		say "The hub knows its peers now: $(wg show "$interface" peers | wc -l)"
	}

# --- for install ---
	# What to do now; the public address may be the argument.
	finish() {
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
		printf 'wgspoke:%s\n' "$(printf '%s' "$network" |
			sed "s|@KEY@|$(wg show "$interface" public-key)|; s|@HOST@|$endpoint|; s|@PORT@|$port|" | base64 | tr -d '\n')"
	}

# --- for look ---
	look() {
		wg show "$interface" dump | awk 'NR == 1 { print "hub", $2, $3 } NR > 1 { print "running", $1, $4 }'
		awk 'function put() { if (k != "") print "written", k, a; k = a = "" }
			{ sub(/#.*/, ""); gsub(/[ \t\r]/, ""); v = $0; sub(/^[^=]*=/, "", v) }
			/^\[/ { put() }
			tolower($0) ~ /^publickey=/ { k = v }
			tolower($0) ~ /^allowedips=/ { a = a (a == "" ? "" : ",") v }
			END { put() }' "/etc/wireguard/$interface.conf"
		for f in 4 6; do ip "-$f" route show dev "$interface" | awk '{ print "route", $1 }'; done
		echo forwarding "$(cat /proc/sys/net/ipv4/ip_forward)"
	}

# --- for install, sync, look ---
	case $task in
# --- for install ---
	install)
		prepare
		install_wireguard
		configure
		tell_peers
		finish "$@" ;;
# --- for sync ---
	sync)
		prepare
		tell_peers ;;
# --- for look ---
	look) look ;;
# --- for install, sync, look ---
	esac
)
main "$@"
