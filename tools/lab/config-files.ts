// How do all files of /etc/config come out of a gateway at once? Printed one after the other, each with its size.

/** `name size\n` followed by that many bytes, repeated → the files. */
export function parseFiles(bytes: Buffer): Map<string, Buffer> {
	const files = new Map<string, Buffer>();
	let at = 0;
	while (at < bytes.length) {
		const end = bytes.indexOf(10, at);
		if (end < 0) break;
		const head = bytes.toString('utf8', at, end);
		const space = head.lastIndexOf(' ');
		const size = Number(head.slice(space + 1));
		files.set(head.slice(0, space), bytes.subarray(end + 1, end + 1 + size));
		at = end + 1 + size;
	}
	return files;
}

/** Shell lines that print every file of /etc/config in that form, in one go. */
export const LIST_CONFIG = `cd /etc/config && for file in * .[!.]*; do
	[ -f "$file" ] || continue
	echo "$file $(wc -c < "$file")"
	cat "$file"
done`;
