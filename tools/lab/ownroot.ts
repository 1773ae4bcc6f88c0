// How does a gateway get a file system of its own without an image?
// The machine's directories as the lower layers of overlays whose changes stay in memory, with private
// /tmp, /run and /root, so that /etc/config, /usr/bin/wgspoke and the rest lie where they lie on a router.

/**
 * Shell lines that give such a root to the mount namespace they run in, for everybody in it.
 * The arguments are paths that must be visible in it wherever they lie.
 */
export const OWN_ROOT = `
set -e
new=/mnt
mount -t tmpfs -o mode=755 tmpfs $new
mkdir -m 700 $new/.upper
overlay() {
	mkdir -p "$new/.upper/$1/new" "$new/.upper/$1/work"
	mount -t overlay -o "lowerdir=/$1,upperdir=$new/.upper/$1/new,workdir=$new/.upper/$1/work" overlay "$new/$1"
}
for path in /*; do
	name=\${path#/}
	if [ -L "$path" ]; then
		cp -P "$path" "$new/$name"
	elif [ -d "$path" ]; then
		mkdir "$new/$name"
		case $name in
		bin | etc | lib | sbin | usr | var) overlay "$name" ;;
		tmp) mount -t tmpfs -o mode=1777 tmpfs $new/tmp ;;
		run) mount -t tmpfs -o mode=755 tmpfs $new/run ;;
		proc) mount -t proc proc $new/proc ;;
		# anew: the devices in it are those of the namespace that mounts it
		sys) mount -t sysfs sysfs $new/sys ;;
		boot | home | media | mnt | root | srv) ;;
		*) mount --rbind "$path" "$new/$name" ;;
		esac
	fi
done
for path in "$@"; do
	[ -z "$(ls -A "$new$path" 2>/dev/null)" ] || continue
	mkdir -p "$new$path"
	mount --rbind "$path" "$new$path"
done
mkdir $new/.old
cd $new
pivot_root . .old
cd /
umount -l /.old
rmdir /.old
`;
