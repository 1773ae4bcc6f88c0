#!/bin/sh
# --- for readers ---
# What does a hub run, to become one, to learn of everybody in the network, to show what it has, to answer the homes?
# POSIX sh. The router prints what is for one task (`wgspoke hub --script`, `--sync`, `--look`, `--speak`; program.ts of
# wgspoke/hub): the lines below a "for" that names it, the head with its values, a tab as two blanks. What is for
# `answer` stays at the hub. docs/hub.md has what is asked and answered.
# No secret is in it: the hub's private key and its token are made at the hub.
# --- for install ---
# Makes a server with Ubuntu or Debian the hub of a WireGuard network.
# Run it as root; run again it changes nothing, and tunnels stay up.
# --- for sync ---
# Tells a WireGuard hub of everybody in the network. Run again it changes nothing.
# --- for look ---
# Shows what a WireGuard hub has. It only reads, and prints no private and no preshared key.
# --- for speak ---
# Has a WireGuard hub answer the homes that ask it. No tunnel is touched. Run again it changes nothing.
# --- for answer ---
# Answers the homes that ask this hub (systemd runs it for each question): wgspoke-hub answer, open, close, look.
# --- for readers ---
# The head: what is to be done, and what is to be so.
# --- for install, speak, sync, look, answer ---
task=look
interface=wg0
# --- for install, sync, answer ---
# For everybody whose key is known: the key, the networks, the name.
members=
# Keys that the hub is to forget.
gone=
# --- for install, sync ---
# The names of those whose key is not known.
unknown=
# --- for install, speak ---
# Further UDP ports that lead to the tunnel, and whether the homes may ask this server: yes or no.
ports=
answering=yes
# The public address, or nothing.
endpoint=
# What the hub hands to the router, where @KEY@, @HOST@, @PORT@, @PORTS@ and @TOKEN@ are filled in.
network=
# --- for install ---
# The hub's address in the VPN, like 192.168.151.1/24, and the port at which it listens.
address=
port=
# Lines for sysctl.
settings=
# iptables, ip6tables: who lets the network through besides nft.
tables=

# --- for readers ---
# All in one function: where the script comes by a pipe, no program that reads its input can eat the rest of it. In a
# shell of its own: where the script is pasted into a terminal, that one goes on as it was.
# --- for install, speak, sync, look, answer ---
main() (
	conf=/etc/wireguard/$interface.conf
# --- for install, speak, look, answer ---
	# Where the homes ask: at the hub's VPN address, from the tunnel alone.
	questions=24380
# --- for install, speak, answer ---
	token=/etc/wireguard/wgspoke.token
# --- for install, speak, sync, answer ---
	say() { printf '%s\n' "$*"; }
	fail() { say "${asker:+$asker: }$*" >&2; exit 1; }
	# A change that is not made: a sentence, and for a router that asks a word.
	refuse() { say "refused $1" >&3; fail "${2:-refused $1}"; }

# --- for install, speak, sync ---
	prepare() {
		set -eu
		exec 3> /dev/null
		asker=
		umask 077
		[ "$(id -u)" = 0 ] || fail 'Run this as root, like: sudo sh hub.sh'
	}

# --- for install, speak ---
	# A file from standard input, where it is another one; in one step.
	put_file() {
		cat > "$1.new"
		chmod "$2" "$1.new"
		if cmp -s "$1.new" "$1"; then rm "$1.new"; else mv "$1.new" "$1" && say "Written: $1"; fi
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
			fail "There is already a tunnel $interface here, and this script makes new hubs only. To join that hub, open on the page Overview of the router: The hub runs already, but you have no configuration for this home. To tell it of your homes, use on the page Hub: Update the hub (wgspoke hub --sync)."
	}

	# Forwarding, and no telling of spokes to talk to each other directly; both again after a restart.
	set_forwarding() {
		sysctls=/etc/sysctl.d/99-wgspoke.conf
		put_file "$sysctls" 644 << END
$settings
END
		sysctl -q -p "$sysctls"
	}

# --- for install, answer ---
	# Where packets pass in nft's own chains: "input inet filter input". Those in upper case are iptables'.
	list_chains() {
		nft list chains 2> /dev/null | awk '
			$1 == "table" { table = $2 " " $3 }
			$1 == "chain" { chain = $2 }
			$3 == "hook" && chain !~ /^[A-Z]+$/ && table ~ /^(inet|ip) / && $4 ~ /^(input|forward)$/ {
				print $4, table, chain
			}' || :
	}

# --- for install ---
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
		chains=$(list_chains)
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

# --- for install, speak, sync, answer ---
	require_tunnel() {
		[ -e "$conf" ] || refuse tunnel "There is no $conf here."
		wg show "$interface" > /dev/null 2>&1 ||
			refuse tunnel "The tunnel $interface does not run here; start it: wg-quick up $interface"
	}

	# One change at a time: a lock on the directory, which goes with the process.
	take_turn() {
		exec 9< /etc/wireguard
		flock -w 10 9 || refuse busy 'Somebody else is changing the hub at this moment. Run this again.'
	}

	# The text, without the dot that ends it, in one step and only when it has come to the disk whole: a full disk, a
	# power cut, an editor leave the file as it was.
	write_conf() {
		was=$(cksum < "$conf")
		{ printf %s "${1%.}" > "$conf.new" && printf %s "${1%.}" | cmp -s - "$conf.new" && sync "$conf.new"; } 2> /dev/null || {
			rm -f "$conf.new"
			refuse full "$conf could not be written (is the disk full?); it is as it was."
		}
		if cmp -s "$conf.new" "$conf"; then rm "$conf.new"; return; fi
		if ! grep -qi '^[[:blank:]]*\[interface\]' "$conf.new" || [ "$(cksum < "$conf")" != "$was" ]; then
			rm "$conf.new"
			refuse busy "Somebody is editing $conf; it is as it was. Run this again."
		fi
		ln -f "$conf" "$conf.old"
		mv "$conf.new" "$conf"
		say "Written: $conf; as it was before: $conf.old"
	}

# --- for install, sync, answer ---
	# WireGuard takes a prefix from the peer that has it; nobody whom this network does not know is to lose one.
	# Prints "left <prefix> <key of who has it> <name of who does not get it>", and who gets what.
	share_out() {
		{ printf '%s\n\n' "$members"; wg show "$interface" allowed-ips; } | awk -v gone=" $gone " '
			!NF { running = 1; next }
			!running { line[++count] = $0; ours[$1]; next }
			!($1 in ours) && !index(gone, " " $1 " ") { for (i = 2; i <= NF; i++) holder[$i] = $1 }
			END {
				for (m = 1; m <= count; m++) {
					split(line[m], part, " ")
					name = line[m]; sub(/^[^ ]* [^ ]* */, "", name)
					n = split(part[2], prefix, ","); list = ""
					for (i = 1; i <= n; i++)
						if (prefix[i] in holder) print "left", prefix[i], holder[prefix[i]], name
						else list = list (list == "" ? "" : ",") prefix[i]
					if (list != "") print part[1], list, name
				}
			}'
	}

	# The file with our peers as they should be, and everything else in it as it is. A home that asked for somebody new
	# is named by its key, so that the others can be told who it was.
	print_conf() {
		printf '%s\n' "$members" | awk -v gone=" $gone " -v by="${asker##* }" '
			function spaced(list) { gsub(/,/, ", ", list); return list }
			function value(text) { sub(/#.*/, "", text); sub(/^[^=]*=/, "", text); gsub(/[ \t\r]/, "", text); return text }
			function is(i, word) { return tolower(line[i]) ~ "^[ \t]*" word "[ \t]*=" }
			function out(text) { print text; tail = text }
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
					if (want == have || !is(i, "allowedips")) out(line[i])
					if (want != have && is(i, "publickey")) out("AllowedIPs = " spaced(want))
				}
				n = 0
			}
			part == 1 { if (NF > 1) { allowed[$1] = $2; order[++count] = $1; sub(/^[^ ]* [^ ]* */, ""); name[order[count]] = $0 } next }
			/^[ \t]*\[/ { put(); peer = tolower($0) ~ /^[ \t]*\[peer\]/ }
			{ line[++n] = $0 }
			END {
				put()
				for (i = 1; i <= count; i++) if (!(order[i] in told)) {
					if (tail != "") print ""
					out("[Peer] # " name[order[i]] (by == "" ? "" : "\n# added by " by) "\nPublicKey = " order[i] "\nAllowedIPs = " spaced(allowed[order[i]]))
				}
			}' part=1 - part=2 "$conf"
	}

	# 192.168.2.0/24 → -4
	family() { case $1 in *:*) echo -6 ;; *) echo -4 ;; esac; }

	# Of lines like "KEY 192.168.151.2/32,192.168.2.0/24 Home A", and of those of `wg show wg0 allowed-ips`.
	list_prefixes() {
		printf '%s\n' "$1" | awk -F '\t' '{
			if (NF == 1) split($0, word, " ")
			n = NF == 1 ? split(word[2], prefix, ",") : split($2, prefix, " ")
			for (i = 1; i <= n; i++) if (prefix[i] ~ /\//) print prefix[i]
		}' | sort
	}

	# The file, and the running tunnel by one command; routes for what is new, none for what nobody has any more.
	tell_hub() {
		old=$(cat "$conf" && echo .)
		new=$(print_conf && echo .)
		write_conf "$new"
		before=$(wg show "$interface" allowed-ips)
		set --
		for key in $gone; do set -- "$@" peer "$key" remove; done
		while read -r key allowed _; do
			[ -z "$key" ] || set -- "$@" peer "$key" allowed-ips "$allowed"
		done << END
$members
END
		[ $# = 0 ] || wg set "$interface" "$@" || {
			write_conf "$old"
			refuse tunnel "The tunnel $interface did not take it; $conf is as it was."
		}
		after=$(wg show "$interface" allowed-ips)
		list_prefixes "$members" | while read -r prefix; do
			[ -n "$(ip "$(family "$prefix")" route show dev "$interface" match "$prefix")" ] ||
				ip "$(family "$prefix")" route add "$prefix" dev "$interface" || :
		done
		{ list_prefixes "$before"; list_prefixes "$after"; list_prefixes "$after"; } | sort | uniq -u |
			while read -r prefix; do
				ip "$(family "$prefix")" route del "$prefix" dev "$interface" proto boot 2> /dev/null || :
			done
	}

# --- for install, sync ---
	leave_to_strangers() {
		all=$members
		shares=$(share_out)
		printf '%s\n' "$shares" | sed -n 's/^left \([^ ]*\) \([^ ]*\) \(.*\)/\1 of \3 was not set: the peer \2, which your router does not know, has it. If that peer is old, remove it first./p'
		members=$(printf '%s\n' "$shares" | sed '/^left /d')
	}

	tell_peers() {
		require_tunnel
		take_turn
		leave_to_strangers
		tell_hub
		for key in $gone; do
			case $before in *"$key"*) say "Removed: $key" ;; esac
		done
		printf '%s\n' "$after" | while read -r key allowed; do
			case $all in
			*"$key "*) ;;
			*) [ -z "$key" ] || say "Not touched, because your router does not know it: $key ($allowed)" ;;
			esac
		done
		[ -z "$unknown" ] || say "Not added yet, because your router does not know their keys: $unknown"
		exec 9<&-
		say "Peers on the hub now: $(wg show "$interface" peers | wc -l)"
	}

# --- for install, speak ---
	# Further ports, for where a provider slows one down or closes it. wg-quick leads them to the tunnel again after a
	# restart, by lines in the file.
	open_doors() {
		port=$(wg show "$interface" listen-port)
		doors=
		for door in $(printf '%s' "$ports" | tr , ' '); do
			[ "$door" != "$port" ] || continue
			if command -v iptables > /dev/null; then
				rule="PREROUTING ! -i %i -p udp --dport $door -j REDIRECT --to-ports $port"
				up="iptables -w -t nat -I $rule; ip6tables -w -t nat -I $rule 2> /dev/null || true"
				down="iptables -w -t nat -D $rule; ip6tables -w -t nat -D $rule 2> /dev/null || true"
			else
				nat="inet wgspoke-$door"
				up="nft 'add table $nat; add chain $nat doors { type nat hook prerouting priority -100; }; add rule $nat doors iifname != %i udp dport $door redirect to :$port'"
				down="nft delete table $nat"
			fi
			! grep -qxF "PostUp = $up" "$conf" || continue
			if ss -Hlnu "sport = :$door" | grep -q .; then
				say "UDP port $door is taken by another program here."
				continue
			fi
			doors="$doors
PostUp = $up
PostDown = $down"
		done
		[ -n "$doors" ] || return 0
		take_turn
		new=$(print_doors && echo .)
		write_conf "$new"
		exec 9<&-
		printf '%s\n' "$doors" | sed -n "s/%i/$interface/g; s/^PostUp = //p" | sh
	}

	# The file with the lines for the doors below the first [Interface].
	print_doors() {
		printf '%s\n' "$doors" | awk '
			part == 1 { if (NF) line[++n] = $0; next }
			{ print }
			!done && tolower($0) ~ /^[ \t]*\[interface\]/ { for (i = 1; i <= n; i++) print line[i]; done = 1 }
			' part=1 - part=2 "$conf"
	}

	# Puts the program for answers here, and has systemd run it for each question.
	start_answering() {
		[ "$answering" = yes ] || return 0
		if [ ! -d /run/systemd/system ]; then
			say 'This server has no systemd, so the hub cannot answer the homes.'
			answering=no
			return
		fi
		[ -s "$token" ] || od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n' | put_file "$token" 600
		units=/etc/systemd/system
		put_file /usr/local/sbin/wgspoke-hub 700 << 'PROGRAM'
@PROGRAM@
PROGRAM
		addresses=$(ip -o addr show dev "$interface" | awk '$3 ~ /^inet/ && $4 !~ /^fe80/ {
			sub(/\/.*/, "", $4); print "ListenStream=" ($3 == "inet6" ? "[" $4 "]" : $4) ":'$questions'" }')
		put_file $units/wgspoke-hub.socket 644 << END
[Unit]
Description=Questions of the homes to the WireGuard hub
DefaultDependencies=no
Conflicts=shutdown.target
Before=shutdown.target
After=wg-quick@$interface.service
PartOf=wg-quick@$interface.service

[Socket]
$addresses
BindToDevice=$interface
FreeBind=yes
Accept=yes
MaxConnections=32
MaxConnectionsPerSource=4
TriggerLimitIntervalSec=0
ExecStartPost=-/usr/local/sbin/wgspoke-hub open
ExecStopPost=-/usr/local/sbin/wgspoke-hub close

[Install]
WantedBy=wg-quick@$interface.service sys-subsystem-net-devices-$interface.device
END
		put_file $units/wgspoke-hub@.service 644 << END
[Unit]
Description=Answer of the WireGuard hub to a home
CollectMode=inactive-or-failed

[Service]
ExecStart=-/usr/local/sbin/wgspoke-hub answer
StandardInput=socket
StandardError=journal
SyslogIdentifier=wgspoke-hub
RuntimeMaxSec=60
MemoryMax=64M
TasksMax=32
LimitFSIZE=1M
UMask=0077
CapabilityBoundingSet=CAP_NET_ADMIN
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=/etc/wireguard
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
END
		systemctl daemon-reload
		systemctl -q enable wgspoke-hub.socket
		systemctl restart wgspoke-hub.socket || fail 'The hub cannot answer the homes; look at: systemctl status wgspoke-hub.socket'
		say "From inside the tunnel alone, homes may now ask this server who is in the network, and whoever has its token may change that: TCP port $questions. To end that: systemctl disable --now wgspoke-hub.socket"
	}

	# Prints what to paste into the router, and where there.
	hand_over() {
		secret=
		[ "$answering" = no ] || [ ! -s "$token" ] || secret=$(cat "$token")
		say "Paste this line into the router, under $1."
		[ -z "$secret" ] || say 'Keep it secret: whoever has it can change who is in the network.'
		printf 'wgspoke:%s\n' "$(printf '%s' "$network" | sed "s|@KEY@|$(wg show "$interface" public-key)|
			s|@HOST@|$endpoint|; s|@PORT@|$port|; s|@PORTS@|$ports|; s|@TOKEN@|$secret|; s|\"hub_token\": \"\", ||" | base64 | tr -d '\n')"
	}

# --- for install ---
	# What to do now; the public address may be the argument.
	finish() {
		[ -n "$endpoint" ] || endpoint=$(ip -4 route get 1.1.1.1 | awk '{ for (i = 1; i < NF; i++) if ($i == "src") print $(i + 1) }')
		[ -n "$endpoint" ] || fail 'Run this again with the public address of this server, like: sh hub.sh 203.0.113.1'
		port=$(wg show "$interface" listen-port)
		case $endpoint in
		10.* | 192.168.* | 172.1[6-9].* | 172.2[0-9].* | 172.3[01].* | 100.6[4-9].* | 100.[7-9][0-9].* | 100.1[01][0-9].* | 100.12[0-7].*)
			say "The homes cannot call $endpoint from outside. Enter the public address on the page Hub and run the script again, or: sh hub.sh 203.0.113.1" ;;
		esac
		say "In the firewall of the provider (security group), open UDP port $port${ports:+ and $ports} for everybody."
		hand_over 'VPN, Home network'
	}

# --- for look, answer ---
	# The peers of wg0.conf with the name that a comment gives them: at the header, below it, above it (also in the ways
	# of wg-easy, pivpn and others), or behind the key. No comment that may hold a key.
	list_written() {
		[ ! -r "$conf" ] || awk '
			# "# Client: iPhone (0a1b…)" of wg-easy, "### begin iPhone ###" of pivpn, "# friendly_name = iPhone" → iPhone
			function offer(text, rank) {
				sub(/^[#; \t*-]+/, "", text); sub(/[# \t*-]+$/, "", text)
				if (tolower(text) ~ /^end[_ ]/) return
				if (tolower(text) ~ /^(name|friendly_name|client|peer)[ \t]*[=:]/) { rank = 5; sub(/^[^=:]*[=:][ \t]*/, "", text) }
				else sub(/^(BEGIN_PEER|begin|Client) +/, "", text)
				sub(/ \([0-9a-f]+-[0-9a-f-]+\)$/, "", text)
				if (text == "" || text ~ /=/ || text ~ keylike || length(text) > 256) return
				if (header) { if (rank > best) { best = rank; name = text } }
				else if (rank >= best_next) { best_next = rank; next_name = text }
			}
			function put() {
				if (key != "") print "written", key, allowed == "" ? "(none)" : allowed
				if (key != "" && best) print "name", key, name
				if (key != "" && by != "") print "added", key, by
				key = allowed = by = ""; best = best_next; name = next_name; best_next = 0
			}
			BEGIN { keylike = "[A-Za-z0-9+/]"; for (i = 0; i < 5; i++) keylike = keylike keylike }
			{ sub(/\r$/, ""); value = comment = $0; sub(/#.*/, "", value); if (!sub(/^[^#]*#/, "", comment)) comment = "" }
			value ~ /^[ \t]*\[/ { put(); header = 1; offer(comment, 4); next }
			header && comment ~ /^ added by [A-Za-z0-9+\/]+=$/ && length(comment) == 54 { by = substr(comment, 11); next }
			value ~ /^[ \t]*$/ { if (comment == "") best_next = 0; else offer(comment, header ? 3 : 2); next }
			{ word = tolower(value); gsub(/[ \t]/, "", word); sub(/^[^=]*=/, "", value); gsub(/[ \t]/, "", value); best_next = 0 }
			word ~ /^publickey=/ { key = value; header = 1; offer(comment, 1) }
			word ~ /^allowedips=/ { allowed = allowed (allowed == "" ? "" : ",") value }
			{ header = 0 }
			END { put() }' "$conf"
	}

	# What leads UDP ports to that of the tunnel, by iptables or by nft.
	list_doors() {
		{ iptables -t nat -S PREROUTING; nft list ruleset; } 2> /dev/null | awk -v port="$1" '
			/udp/ && tolower($0) ~ ("redirect.*[ :]" port "( |$)") {
				sub(/.*dports? /, ""); gsub(/[{},]/, " ")
				for (i = 1; $i ~ /^[0-9]+$/; i++) if (!seen[$i]++) print "port", $i
			}'
	}

	# Would the first packet of a TCP connection from the tunnel into the tunnel pass the firewalls? Said only where every
	# rule on its way can be told. Rules of nft are read as those of iptables are written: "-i wg0 -o wg0 -j ACCEPT".
	judge_forwarding() {
		{ iptables -S; echo; nft list ruleset; } 2> /dev/null | awk -v tunnel="$interface" '
			function add(chain, rule) { rules[chain, ++count[chain]] = rule }
			# yes, no, or maybe; what becomes of the packet is left in target
			function meets(rule,  n, word, i, not, met, other) {
				n = split(rule, word, " "); met = "yes"; target = ""; not = 0
				for (i = 1; i <= n; i++) {
					if (word[i] == "!") { not = 1; continue }
					other = 0
					if (word[i] ~ /^-[jg]$/) { target = word[++i]; continue }
					if (word[i] ~ /^-[io]$/) { i++; other = !index("," word[i] ",", "," tunnel ",") && !("" == star(word[i])) }
					else if (word[i] ~ /state$/) { i++; other = tolower(word[i]) !~ /new/ }
					else if (word[i] == "-p") { i++; other = word[i] !~ /^(tcp|6|all)$/ }
					else if (word[i] == "-m") { i++; continue }
					else if (word[i] ~ /^--reject/) { i++; continue }
					else { if (met == "yes") met = "maybe"; continue }
					if (other != not) return "no"
					not = 0
				}
				return met
			}
			# "wg+" and "wg*" mean the tunnel too: "" for those
			function star(name) { return name ~ /[+*]$/ && index(tunnel, substr(name, 1, length(name) - 1)) == 1 ? "" : name }
			# accept or drop; "" where the packet comes back. What may happen besides is noted.
			function walk(chain, sure,  i, met, to, end) {
				if (++depth > 20) { depth--; seen["unknown"]; return "" }
				for (i = 1; i <= count[chain]; i++) {
					met = meets(rules[chain, i]); to = target
					if (met == "no" || to == "") continue
					if (to == "RETURN") { if (met == "yes") break; sure = 0; continue }
					end = to == "ACCEPT" ? "accept" : to ~ /^(DROP|REJECT)$/ ? "drop" : ""
					if (end == "") end = walk(substr(chain, 1, index(chain, "/")) to, sure && met == "yes")
					if (end == "") continue
					if (sure && met == "yes") { depth--; return end }
					seen[end]
				}
				depth--
				return ""
			}
			$1 == "-P" { if ($2 == "FORWARD") base["iptables/FORWARD"] = tolower($3); next }
			$1 == "-A" { sub(/--comment ("[^"]*"|[^ ]*)/, ""); chain = $2; $1 = $2 = ""; add("iptables/" chain, $0); next }
			$1 == "table" { table = $2 " " $3; next }
			$1 == "chain" { chain = "nft " table "/" $2; next }
			/hook forward/ { if (chain !~ /\/[A-Z]+$/ && table ~ /^(inet|ip) /) base[chain] = /policy drop/ ? "drop" : "accept"; next }
			{
				gsub(/(comment|prefix) "[^"]*"|counter packets [0-9]+ bytes [0-9]+/, ""); gsub(/"/, "")
				while (match($0, /\{[^}]*\}/)) {
					set = substr($0, RSTART, RLENGTH); gsub(/[{} ]/, "", set)
					$0 = substr($0, 1, RSTART - 1) set substr($0, RSTART + RLENGTH)
				}
				sub(/^[ \t]*(udp|icmp|icmpv6) /, "-p udp "); gsub(/ip protocol|meta l4proto/, "-p")
				gsub(/ct state (vmap )?/, "state "); gsub(/iif(name)? !=/, "! -i"); gsub(/oif(name)? !=/, "! -o")
				gsub(/iif(name)?/, "-i"); gsub(/oif(name)?/, "-o"); gsub(/(jump|goto) /, "-j ")
				sub(/accept/, "-j ACCEPT"); sub(/drop|reject.*/, "-j DROP"); sub(/return/, "-j RETURN")
				add(chain, $0)
			}
			END {
				verdict = "accept"
				for (chain in base) {
					split("", seen)
					end = walk(chain, 1)
					if (end == "") end = base[chain]
					for (other in seen) if (other != end) end = "unknown"
					if (end == "drop") { verdict = "drop"; by = chain }
					if (end == "unknown" && verdict == "accept") verdict = ""
				}
				sub(/\//, " ", by)
				if (verdict == "accept") by = "all"
				for (chain in base) { if (verdict != "") print "forward", verdict, by; break }
			}'
	}

	look() {
		export LC_ALL=C
		echo wgspoke 2
		echo now "$(date +%s)"
		wg show "$interface" dump | awk '
			NR == 1 { print "hub", $2, $3; next }
			{ print "running", $1, $4; print "seen", $1, $3 == "(none)" ? "-" : $3, $5, $6, $7 }'
		list_written
		ip -o addr show 2> /dev/null | awk -v tunnel="$interface" '
			$3 !~ /^inet/ || $4 ~ /^(127\.|::1|fe80:)/ { next }
			$2 == tunnel { own = own " " $4; next }
			$4 !~ /^(10|192\.168|172\.(1[6-9]|2[0-9]|3[01])|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])|169\.254)\./ && $4 !~ /^f[cd]/ {
				sub(/\/.*/, "", $4); print "public", $4
			}
			END { print "interface", tunnel own }'
		for f in 4 6; do ip "-$f" route show dev "$interface" 2> /dev/null | awk '!/^fe80/ { print "route", $1 }'; done
		echo forwarding "$(cat /proc/sys/net/ipv4/ip_forward)"
		[ ! -r /proc/sys/net/ipv6/conf/all/forwarding ] || echo forwarding6 "$(cat /proc/sys/net/ipv6/conf/all/forwarding)"
		judge_forwarding
		list_doors "$(wg show "$interface" listen-port 2> /dev/null)"
		[ -z "$(ss -Hltn "sport = :$questions" 2> /dev/null)" ] || echo answers yes
		[ ! -r /etc/os-release ] || awk -F = '{ gsub(/"/, "") } $1 == "ID" { id = $2 } $1 == "VERSION_ID" { version = $2 }
			END { print "system", id, version }' /etc/os-release
		echo kernel "$(uname -r)"
		wg --version | awk '$1 == "wireguard-tools" { sub(/^v/, "", $2); print "wireguard", $2 }'
	}

# --- for answer ---
	# The key of the peer that has the address, when it has a network besides.
	find_home() {
		wg show "$interface" allowed-ips | awk -v own="$REMOTE_ADDR" '{
			has = lan = 0
			for (i = 2; i <= NF; i++) if ($i == own "/32" || $i == own "/128") has = 1; else if ($i !~ /\/(32|128)$/) lan = 1
			if (has && lan) print $1
		}'
	}

	# Up to 400 lines, 100,000 bytes and 5 seconds. What no question may hold becomes "bad", NUL among it.
	read_question() {
		timeout 5 sed -n '
			s/\r$//
			/[[:cntrl:]]/ b bad
			1 s/^.\{200\}.*/bad/
			p
			1 { /^sync /! q
			}
			/^end$/ q
			400! b
			: bad
			s/.*/bad/p
			q' 2> /dev/null | head -c 100000
	}

	# Compared are hashes: how long it takes tells nothing of the token.
	knows_token() { [ -s "$token" ] && [ "$(printf %s "$1" | sha256sum)" = "$(sha256sum < "$token")" ]; }

	# Is each line of the question as it has to be, and no network the hub's own or on its way to the internet?
	judge() {
		key='[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]='
		number='(0|[1-9][0-9]{0,2})'
		prefix="(${number}[.]${number}[.]${number}[.]$number/[0-9]{1,2}|[0-9a-f]*:[0-9a-f:.]*/[0-9]{1,3})"
		printf '%s\n' "$question" | awk 'NR == 1 || $0 != "end"' |
			grep -Evq -e "^(sync [^ ]*|gone $key|member $key $prefix(,$prefix)* .{1,256})$" && refuse question
		[ "$(printf '%s\n' "$question" | tail -n 1)" = end ] || refuse question
		[ -z "$(printf '%s\n' "$question" | awk '$1 ~ /^(member|gone)$/ { print $2 }' | sort | uniq -d)" ] || refuse question
		for prefix in $(list_prefixes "$members"); do
			case $prefix in *.*/[0-7] | *:*/[0-9] | *:*/1[0-5]) refuse "here $prefix" ;; esac
			ways=$(ip "$(family "$prefix")" route show table all match "$prefix" 2> /dev/null) || refuse question
			[ -z "$(printf '%s\n' "$ways" | awk -v tunnel="$interface" '
				/^(local|broadcast|anycast)/ || !/^(default|unreachable|multicast|ff00)/ && !index($0 " ", " dev " tunnel " ")')" ] ||
				refuse "here $prefix"
		done
	}

	# All of the question or nothing of it. Prints what came of it to 3.
	change() (
		set -eu
		members=$(printf '%s\n' "$question" | sed -n 's/^member //p')
		gone=$(printf '%s\n' "$question" | sed -n 's/^gone //p' | tr '\n' ' ')
		require_tunnel
		judge
		take_turn
		shares=$(share_out)
		case $shares in
		left\ *) refuse "taken $(printf '%s\n' "$shares" | awk '{ print $2, $3; exit }')" ;;
		esac
		tell_hub
		made=$(printf '%s\n\n%s\n' "$before" "$after" | awk '
			!NF { second = 1; next }
			!second { had[$1] = $0; removed++; next }
			!($1 in had) { added++; next }
			{ removed--; if (had[$1] != $0) changed++ }
			END { printf "added=%d changed=%d removed=%d\n", added, changed, removed }')
		say "done $made" >&3
		say "$asker: sync $made" >&2
	)

	# One line at the hub tells of each change and each refusal, and who asked; nothing of the question is in it.
	answer() {
		umask 077
		export LC_ALL=C
		key=$(find_home)
		asker="$REMOTE_ADDR ${key:-is no home}"
		[ -n "$key" ] || fail 'not answered'
		question=$(read_question)
		first=$(printf '%s\n' "$question" | head -n 1)
		may=no
		! knows_token "${first#* }" || may=yes
		case $may$first in
		yeslook | nolook | yeslook\ * | nolook\ *) ;;
		yessync\ *)
			came=$(change 3>&1 > /dev/null)
			say "${came:-refused failed}" ;;
		nosync\ *)
			say refused token
			say "$asker: refused token" >&2 ;;
		*) fail 'not answered, for it was no question' ;;
		esac
		look
		echo you "$key"
		echo sync "$may"
		echo end
	}

	# Lets questions through whichever firewall is here, from the tunnel alone.
	open() {
		close
		for tool in iptables ip6tables; do
			"$tool" -w -I INPUT ! -i "$interface" -p tcp --dport $questions -j DROP
			"$tool" -w -I INPUT -i "$interface" -p tcp --dport $questions -j ACCEPT
		done 2> /dev/null
		list_chains | while read -r way place; do
			[ "$way" = input ] || continue
			nft "insert rule $place iifname != $interface tcp dport $questions drop comment wgspoke-hub
				insert rule $place iifname $interface tcp dport $questions accept comment wgspoke-hub"
		done
	}

	close() {
		for tool in iptables ip6tables; do
			"$tool" -w -D INPUT ! -i "$interface" -p tcp --dport $questions -j DROP
			"$tool" -w -D INPUT -i "$interface" -p tcp --dport $questions -j ACCEPT
		done 2> /dev/null
		list_chains | while read -r way place; do
			[ "$way" != input ] || nft -a "list chain $place" |
				awk -v place="$place" '/comment "wgspoke-hub"/ { print "delete rule", place, "handle", $NF }' | nft -f -
		done
	}

# --- for install, speak, sync, look, answer ---
	case $task in
# --- for install ---
	install)
		prepare
		while [ $# != 0 ]; do
			case $1 in
			--silent) answering=no ;;
			--ports) ports=$2; shift ;;
			*) endpoint=$1 ;;
			esac
			shift
		done
		install_wireguard
		configure
		tell_peers
		open_doors
		start_answering
		finish ;;
# --- for speak ---
	speak)
		prepare
		require_tunnel
		open_doors
		start_answering
		hand_over 'VPN, Home network, Hub' ;;
# --- for sync ---
	sync)
		prepare
		tell_peers ;;
# --- for look ---
	look)
		look
		echo end ;;
# --- for answer ---
	answer)
		case ${1:-look} in
		answer) answer ;;
		open) open ;;
		close) close ;;
		look) look; echo end ;;
		*) fail 'wgspoke-hub look, answer, open or close' ;;
		esac ;;
# --- for install, speak, sync, look, answer ---
	esac
)
main "$@"
