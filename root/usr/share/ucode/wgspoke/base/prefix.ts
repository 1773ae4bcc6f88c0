// What is this address or prefix: parse, print in canonical form (RFC 5952), compare, hand out?
// Addresses are byte arrays, so that Node (32-bit bit operations) and ucode (64-bit) agree.

export interface Address {
	family: 4 | 6;
	/** 4 or 16 numbers, 0–255. */
	bytes: number[];
}

/** A prefix with its address as written: host bits may be set. */
export interface Prefix extends Address {
	/** 0–32 or 0–128. */
	bits: number;
}

/** How many bits an address of the family has: what a prefix of one address alone ends in. */
export function whole_bits(family: 4 | 6): number {
	return family == 6 ? 128 : 32;
}

/** Does the prefix stand for one address alone? */
export function is_single(prefix: Prefix): boolean {
	return prefix.bits == whole_bits(prefix.family);
}

// A decimal number as one would print it: '0' → 0, '25' → 25, '025', '', '+1' → null
function parse_decimal(text: string, max: number): number | null {
	const size = length(text);
	if (size < 1 || size > 3 || (size > 1 && ord(text, 0) == 48)) return null;
	let value = 0;
	for (let i = 0; i < size; i++) {
		const digit = (ord(text, i) ?? 0) - 48;
		if (digit < 0 || digit > 9) return null;
		value = value * 10 + digit;
	}
	return value <= max ? value : null;
}

// One group of an IPv6 address: '0db8' → 3512, 'g', '', '12345' → null
function parse_group(text: string): number | null {
	const size = length(text);
	if (size < 1 || size > 4) return null;
	let value = 0;
	for (let i = 0; i < size; i++) {
		const digit = index('0123456789abcdef', lc(substr(text, i, 1)));
		if (digit < 0) return null;
		value = value * 16 + digit;
	}
	return value;
}

// ucode's own parser, inet_pton, takes the same texts as ours would, in a twentieth of the time; but it ends at a NUL.
function parse_ipv4(text: string): number[] | null {
	if (index(text, '\x00') >= 0 || index(text, ':') >= 0) return null;
	return iptoarr(text);
}

// The groups on one side of '::' as bytes; a dotted IPv4 tail may be the last: 'ffff:1.2.3.4' → 6 bytes
function parse_groups(text: string, tail: boolean): number[] | null {
	const bytes: number[] = [];
	if (text == '') return bytes;
	const parts = split(text, ':');
	const last = length(parts) - 1;
	for (let i = 0; i <= last; i++) {
		const part = parts[i] ?? '';
		if (tail && i == last && index(part, '.') >= 0) {
			const dotted = parse_ipv4(part);
			if (dotted == null) return null;
			for (const byte of dotted) push(bytes, byte);
			continue;
		}
		const group = parse_group(part);
		if (group == null) return null;
		push(bytes, group >> 8, group & 0xff);
	}
	return bytes;
}

function parse_ipv6(text: string): number[] | null {
	const halves = split(text, '::');
	const count = length(halves);
	if (count < 1 || count > 2) return null;
	const head = parse_groups(halves[0] ?? '', count == 1);
	if (head == null) return null;
	if (count == 1) return length(head) == 16 ? head : null;
	const tail = parse_groups(halves[1] ?? '', true);
	if (tail == null) return null;
	const gap = 16 - length(head) - length(tail);
	if (gap < 2) return null;
	for (let i = 0; i < gap; i++) push(head, 0);
	for (const byte of tail) push(head, byte);
	return head;
}

/**
 * An address without mask. Strict: '1.2.3', '01.2.3.4', 'fe80::1%eth0', ' 1.2.3.4' → null.
 * '::ffff:1.2.3.4' stays IPv6, which is what the kernel's routing makes of it too.
 */
export function parse_address(text: string): Address | null {
	if (length(text) > 45) return null;
	// Most are written canonically, and those the interpreter itself reads many times faster.
	const quick = iptoarr(text);
	if (quick != null && arrtoip(quick) == text) {
		return { family: length(quick) == 4 ? 4 : 6, bytes: quick };
	}
	const family = index(text, ':') >= 0 ? 6 : 4;
	const bytes = family == 6 ? parse_ipv6(text) : parse_ipv4(text);
	return bytes == null ? null : { family, bytes };
}

/** A prefix with its address as written; without mask it is one address: '10.0.0.1' → /32. '/', '/33', '/024' → null. */
export function parse_prefix(text: string): Prefix | null {
	const parts = split(text, '/');
	const count = length(parts);
	if (count < 1 || count > 2) return null;
	const address = parse_address(parts[0] ?? '');
	if (address == null) return null;
	const size = whole_bits(address.family);
	const bits = count == 1 ? size : parse_decimal(parts[1] ?? '', size);
	return bits == null ? null : { family: address.family, bytes: address.bytes, bits };
}

/** Is it an address or prefix of IPv6? What is neither address nor prefix is not. */
export function is_six(text: string): boolean {
	return index(text, ':') >= 0 && parse_prefix(text) != null;
}

// The bytes with the host bits cleared.
function network_bytes(bytes: number[], bits: number): number[] {
	const result = slice(bytes);
	const whole = int(bits / 8);
	for (let i = whole; i < length(result); i++) {
		const mask = i == whole ? 0xff00 >> (bits % 8) : 0;
		result[i] = (result[i] ?? 0) & mask & 0xff;
	}
	return result;
}

function print_ipv6(bytes: number[]): string {
	const groups: number[] = [];
	for (let i = 0; i < 16; i += 2) push(groups, (bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0));
	// The longest run of two or more zero groups, the first of equals, becomes '::'.
	let start = 8;
	let longest = 1;
	let run = 0;
	for (let i = 0; i < 8; i++) {
		run = groups[i] == 0 ? run + 1 : 0;
		if (run > longest) {
			longest = run;
			start = i - run + 1;
		}
	}
	if (start == 0 && longest == 5 && groups[5] == 0xffff)
		return sprintf('::ffff:%d.%d.%d.%d', bytes[12], bytes[13], bytes[14], bytes[15]);
	let text = '';
	for (let i = 0; i < 8; i++) {
		if (i == start) {
			text += '::';
			i += longest - 1;
			continue;
		}
		text += (text == '' || i == start + longest ? '' : ':') + sprintf('%x', groups[i]);
	}
	return text;
}

/** The network that the prefix lies in: its host bits cleared. */
export function network_prefix(prefix: Prefix): Prefix {
	return {
		family: prefix.family,
		bytes: network_bytes(prefix.bytes, prefix.bits),
		bits: prefix.bits,
	};
}

/** Canonical text of an address; also of a prefix's address as written. */
export function print_address(address: Address): string {
	return address.family == 6 ? print_ipv6(address.bytes) : join('.', address.bytes);
}

/** Canonical text of a prefix, host bits cleared: 192.168.2.1/24 → '192.168.2.0/24' */
export function print_prefix(prefix: Prefix): string {
	return print_address(network_prefix(prefix)) + '/' + prefix.bits;
}

/** '192.168.2.1/24' → '192.168.2.0/24'; '10.0.0.1' → '10.0.0.1/32'; null when it is no prefix. */
export function canonical_prefix(text: string): string | null {
	const prefix = parse_prefix(text);
	return prefix == null ? null : print_prefix(prefix);
}

/** Does the prefix name a host rather than a network? '192.168.2.1/24' → true; no prefix → false. */
export function has_host_bits(text: string): boolean {
	const prefix = parse_prefix(text);
	if (prefix == null) return false;
	const network = network_bytes(prefix.bytes, prefix.bits);
	for (let i = 0; i < length(network); i++) if (network[i] != prefix.bytes[i]) return true;
	return false;
}

/** The address of an interface without its mask: '192.168.151.2/24' → '192.168.151.2'; null when it is none. */
export function address_of(text: string): string | null {
	const prefix = parse_prefix(text);
	return prefix == null ? null : print_address(prefix);
}

/** The network an interface address lies in: '192.168.151.2/24' → '192.168.151.0/24'; null when it is none. */
export function network_of(text: string): string | null {
	return canonical_prefix(text);
}

/** `contains` for prefixes that are parsed already. */
export function prefix_contains(outer: Prefix, inner: Prefix): boolean {
	if (outer.family != inner.family || outer.bits > inner.bits) return false;
	const whole = int(outer.bits / 8);
	for (let i = 0; i < whole; i++) if (outer.bytes[i] != inner.bytes[i]) return false;
	const rest = outer.bits % 8;
	if (rest == 0) return true;
	return (((outer.bytes[whole] ?? 0) ^ (inner.bytes[whole] ?? 0)) & (0xff00 >> rest) & 0xff) == 0;
}

/** `overlaps` for prefixes that are parsed already: of two prefixes that share an address, one contains the other. */
export function prefix_overlaps(a: Prefix, b: Prefix): boolean {
	return a.bits <= b.bits ? prefix_contains(a, b) : prefix_contains(b, a);
}

/** Does every address of `inner` lie in `outer`? Addresses count as /32 and /128; false when either is no prefix. */
export function contains(outer: string, inner: string): boolean {
	const a = parse_prefix(outer);
	const b = parse_prefix(inner);
	return a != null && b != null && prefix_contains(a, b);
}

/** Do the two share an address? False when either is no prefix. */
export function overlaps(a: string, b: string): boolean {
	const left = parse_prefix(a);
	const right = parse_prefix(b);
	return left != null && right != null && prefix_overlaps(left, right);
}

// The bytes as one number, one up or down: `by` is 1 or -1.
function step_bytes(bytes: number[], by: number): number[] {
	const result = slice(bytes);
	for (let i = length(result) - 1; i >= 0; i--) {
		const byte = (result[i] ?? 0) + by;
		result[i] = byte & 0xff;
		if (byte == result[i]) break;
	}
	return result;
}

// A /31, /32, /127 or /128 has no address that names the network itself (RFC 3021, RFC 6164).
function first_host(prefix: Prefix): Prefix {
	const network = network_bytes(prefix.bytes, prefix.bits);
	const size = whole_bits(prefix.family);
	const bytes = prefix.bits >= size - 1 ? network : step_bytes(network, 1);
	return { family: prefix.family, bytes, bits: size };
}

/** The first host address: '192.168.4.0/24' → '192.168.4.1'; of a /31 or /32 the first address. null when it is no prefix. */
export function first_address(text: string): string | null {
	const prefix = parse_prefix(text);
	return prefix == null ? null : print_address(first_host(prefix));
}

// The last IPv4 address of a network is its broadcast address. Of a wide IPv6 network the last are long to write and
// partly reserved (RFC 2526): there it is the one that ends in ffff.
function last_host(prefix: Prefix): Prefix {
	const network = network_bytes(prefix.bytes, prefix.bits);
	const six = prefix.family == 6;
	const bits = six && prefix.bits < 112 ? 112 : prefix.bits;
	for (let i = 0; i < length(network); i++) {
		const host = bits - 8 * i;
		const own = host >= 8 ? 0 : host <= 0 ? 0xff : 0xff >> host;
		network[i] = (network[i] ?? 0) | own;
	}
	const bytes = six || prefix.bits >= 31 ? network : step_bytes(network, -1);
	return { family: prefix.family, bytes, bits: whole_bits(prefix.family) };
}

/**
 * The lowest host address of the prefix that is not `taken` (addresses, with or without mask), or the highest; null
 * when there is none. Of an IPv6 network the first 65535 are given out.
 */
export function next_free(text: string, taken: string[], highest?: boolean): string | null {
	const prefix = parse_prefix(text);
	if (prefix == null) return null;
	const used: Record<string, boolean> = {};
	for (const one of taken) {
		const address = address_of(one);
		if (address != null) used[address] = true;
	}
	const first = first_host(prefix);
	const last = last_host(prefix);
	const end = print_address(highest ? first : last);
	let bytes = highest ? last.bytes : first.bytes;
	let name = '';
	while (name != end) {
		name = print_address({ family: prefix.family, bytes });
		if (!used[name]) return name;
		bytes = step_bytes(bytes, highest ? -1 : 1);
	}
	return null;
}

/** Is it the first address of an IPv4 network, which names it, or the last, which is for all? */
export function is_edge_address(host: Address, network: Prefix): boolean {
	if (host.family != 4 || network.family != 4 || network.bits > 30) return false;
	let zeros = true;
	let ones = true;
	for (let i = int(network.bits / 8); i < 4; i++) {
		const own = network.bits > 8 * i ? 0xff >> (network.bits - 8 * i) : 0xff;
		const byte = (host.bytes[i] ?? 0) & own;
		if (byte != 0) zeros = false;
		if (byte != own) ones = false;
	}
	return zeros || ones;
}

/** The network around an address whose mask says nothing, as large as VPNs commonly are: '10.8.0.2' → '10.8.0.0/24' */
export function likely_network(prefix: Prefix): string {
	const bits = is_single(prefix) ? (prefix.family == 6 ? 64 : 24) : prefix.bits;
	return print_prefix({ family: prefix.family, bytes: prefix.bytes, bits });
}
