# Stands for the part of OpenWrt's functions.sh that a package's scripts call.

default_postinst() {
	local package list script ret=0
	package=$(basename "${1%.*}")
	list=/usr/lib/opkg/info/$package.list
	for script in $(grep -s '^/etc/uci-defaults/' "$list"); do
		(cd /etc/uci-defaults && . "$script") && rm -f "$script"
	done
	if [ -f "/usr/lib/opkg/info/$package.postinst-pkg" ]; then
		(. "/usr/lib/opkg/info/$package.postinst-pkg")
		ret=$?
	fi
	for script in $(grep -s '^/etc/init.d/' "$list"); do
		[ "$PKG_UPGRADE" = 1 ] || "$script" enable
		"$script" start
	done
	return $ret
}

default_prerm() {
	local package list script ret=0
	package=$(basename "${1%.*}")
	list=/usr/lib/opkg/info/$package.list
	if [ -f "/usr/lib/opkg/info/$package.prerm-pkg" ]; then
		(. "/usr/lib/opkg/info/$package.prerm-pkg")
		ret=$?
	fi
	for script in $(grep -s '^/etc/init.d/' "$list"); do
		[ "$PKG_UPGRADE" = 1 ] || "$script" disable
		"$script" stop
	done
	return $ret
}
