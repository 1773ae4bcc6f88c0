// What does a real OpenWrt need before its own procd can be process 1?
// The file systems that the kernel and the preinit of a real start would have made, within what a
// namespace may see: the machine's clock, modules, kernel log and sysctls outside `net` stay out of reach.

/** Capabilities that nothing in a gateway has, as setpriv(1) writes them. */
export const BOUNDING_SET = '--bounding-set=-sys_time,-sys_module,-sys_boot,-syslog';

/**
 * Mounts the layers of one gateway: `$1` a folder for what it writes (in memory), `$2` the root and what
 * is laid over it, topmost first, separated by colons.
 */
export const MOUNT_LAYERS = `
set -e
mount -t tmpfs -o mode=755 tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" overlay "$1/root"
`;

// Runs on the router's own shell when the root is in place: what preinit does at the first start.
const FIRST_START = `
umount -l /mnt
[ -s /etc/config/network ] || {
	/bin/config_generate
	uci -q batch < /.lab/first-start.uci
} >/dev/null 2>&1
exec /sbin/procd >/dev/null 2>&1
`;

/**
 * Process 1 of the gateway's namespaces: prints its number as the space knows it, makes the root `$1` of a
 * machine named `$2`, and becomes procd.
 */
export const BECOME_PROCD = `
set -e
read -r pid rest < /proc/self/stat
root=$1
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"

mount -t proc proc "$root/mnt"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount --bind "$root/mnt/sys/net" "$root/proc/sys/net"
mount --bind "$root/mnt/sys/kernel/hostname" "$root/proc/sys/kernel/hostname"
umount "$root/mnt"

dev=$root/dev
mount -t tmpfs -o mode=755,size=1M tmpfs "$dev"
mkdir "$dev/pts" "$dev/net"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$dev/pts"
ln -s pts/ptmx "$dev/ptmx"
ln -s /tmp/shm "$dev/shm"
ln -s /proc/self/fd "$dev/fd"
ln -s fd/0 "$dev/stdin"
ln -s fd/1 "$dev/stdout"
ln -s fd/2 "$dev/stderr"
node() { mknod -m "$2" "$dev/$1" c "$3" "$4"; }
node null 666 1 3
node zero 666 1 5
node full 666 1 7
node random 666 1 8
node urandom 666 1 9
node tty 666 5 0
node net/tun 600 10 200
: > "$dev/console"
: > "$dev/kmsg"
mount --bind "$dev/null" "$root/proc/kmsg"

mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mkdir "$root/tmp/run" "$root/tmp/state" "$root/tmp/shm" "$root/tmp/sysinfo" "$root/tmp/log"
mkdir -m 1777 "$root/tmp/lock"
echo lab > "$root/tmp/sysinfo/board_name"
echo "OpenWrt in a namespace ($2)" > "$root/tmp/sysinfo/model"
hostname "$2"

echo "$pid"
cd "$root"
pivot_root . mnt
cd /
exec /usr/bin/env -i container=1 PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root /bin/sh -c '${FIRST_START}' < /dev/null
`;
