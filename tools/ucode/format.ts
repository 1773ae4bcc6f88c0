// How does ucode print a value? `print`, string conversion, `%J` and the other conversions of sprintf.
// Node cannot tell 1 from 1.0: where the router prints 1.0 in JSON, this prints 1.
import { decode, encode } from './bytes.ts';

/** A number as ucode prints it: doubles with 14 digits. */
function number(value: number): string {
	if (Number.isNaN(value)) return 'NaN';
	if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity';
	return Number.isInteger(value) && Math.abs(value) < 2 ** 63
		? value.toFixed(0)
		: general(value, 14);
}

/** C's %g. */
function general(value: number, precision: number): string {
	if (value == 0) return Object.is(value, -0) ? '-0' : '0';
	const digits = Math.max(precision, 1);
	const [mantissa = '', power = '0'] = value.toExponential(digits - 1).split('e');
	const exponent = Number(power);
	const plain = exponent >= -4 && exponent < digits;
	const text = plain ? value.toFixed(digits - 1 - exponent) : mantissa;
	const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
	return plain ? short : `${short}e${exponentText(exponent)}`;
}

const exponentText = (exponent: number): string =>
	`${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;

/** A value as `print`, `join` and template literals show it: strings bare, the rest as JSON. */
export function toText(value: unknown): string {
	if (typeof value == 'string') return value;
	if (typeof value == 'number') return number(value);
	if (value instanceof RegExp) return `/${value.source}/${value.flags}`;
	if (typeof value == 'function') return `function ${value.name}(...) { ... }`;
	return toJson(value);
}

/**
 * A value as `%J` prints it: on one line with a blank after every comma, or, with an indent, on many.
 * {a:[1]} → '{ "a": [ 1 ] }'
 */
export function toJson(value: unknown, indent = '', margin = ''): string {
	if (value === null || value === undefined) return 'null';
	if (typeof value == 'string') return quote(value);
	if (typeof value == 'number')
		return Number.isFinite(value) ? number(value) : `"${number(value)}"`;
	if (typeof value == 'boolean') return String(value);
	if (typeof value != 'object') return quote(toText(value));
	const inner = margin + indent;
	const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
	const parts = Array.isArray(value)
		? value.map((entry) => toJson(entry, indent, inner))
		: Object.entries(value).map(([key, entry]) => `${quote(key)}: ${toJson(entry, indent, inner)}`);
	if (indent == '')
		return parts.length ? `${open} ${parts.join(', ')} ${close}` : `${open} ${close}`;
	return `${open}\n${parts.map((part) => inner + part).join(',\n')}${parts.length ? '\n' : ''}${margin}${close}`;
}

const SHORT: Record<string, string> = {
	'"': '\\"',
	'\\': '\\\\',
	'\b': '\\b',
	'\f': '\\f',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
};

const quote = (text: string): string =>
	`"${text.replace(/["\\]|\p{Cc}/gu, (c) =>
		c >= '\x7f' ? c : (SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
	)}"`;

/** A value where the router wants an integer: what is no number counts as 0. */
export function toInteger(value: unknown): number {
	const n = Number(value ?? 0);
	return Number.isFinite(n) ? Math.trunc(n) : 0;
}

const CONVERSION = /%(?:([1-9]\d*)\$)?([#0\- +]*)(\d+)?(?:\.(-?\d*))?([diouxXeEfFgGcsJ%])/g;

/** ucode's sprintf. Unknown conversions stay as they are. */
export function sprintf(format: unknown, ...values: unknown[]): string {
	if (typeof format != 'string') return '';
	let next = 0;
	return format.replace(
		CONVERSION,
		(
			_: string,
			place: string | undefined,
			flags: string,
			width: string | undefined,
			precision: string | undefined,
			conversion: string
		) => {
			if (conversion == '%') return '%';
			const value = values[place === undefined ? next : Number(place) - 1];
			next++;
			if (conversion == 's' && (value === null || value === undefined)) return '(null)';
			const text = convert(conversion, value, flags, precision);
			return pad(text, Number(width ?? 0), flags, 'sJc'.includes(conversion));
		}
	);
}

function convert(conversion: string, value: unknown, flags: string, precision?: string): string {
	const places = precision === undefined ? 6 : Number(precision);
	// Not even asked of an object: it may have a toString that is no function.
	const amount = typeof value == 'object' && value !== null ? NaN : Number(value ?? 0);
	switch (conversion) {
		case 's': {
			const bytes = encode(toText(value));
			return decode(precision === undefined ? bytes : bytes.slice(0, Number(precision)));
		}
		case 'J':
			return toJson(
				value,
				precision === undefined ? '' : precision == '' ? '\t' : ' '.repeat(Number(precision))
			);
		case 'c':
			return decode(String.fromCharCode(toInteger(value) & 0xff));
		case 'd':
		case 'i':
			return sign(String(toInteger(value)), flags);
		case 'u':
			return unsigned(value, 10);
		case 'o':
			return unsigned(value, 8);
		case 'x':
			return (flags.includes('#') ? '0x' : '') + unsigned(value, 16);
		case 'X':
			return (flags.includes('#') ? '0X' : '') + unsigned(value, 16).toUpperCase();
		case 'f':
		case 'F':
			return sign(
				Number.isFinite(amount) ? amount.toFixed(places) : number(amount).slice(0, 3).toLowerCase(),
				flags
			);
		case 'e':
		case 'E': {
			const [mantissa = '', power = '0'] = amount.toExponential(places).split('e');
			return sign(`${mantissa}${conversion}${exponentText(Number(power))}`, flags);
		}
		default:
			return sign(general(amount, places), flags);
	}
}

const unsigned = (value: unknown, base: number): string =>
	BigInt.asUintN(64, BigInt(toInteger(value))).toString(base);

const sign = (text: string, flags: string): string =>
	text.startsWith('-')
		? text
		: flags.includes('+')
			? `+${text}`
			: flags.includes(' ')
				? ` ${text}`
				: text;

/** Widths count bytes, as all lengths in ucode. */
function pad(text: string, width: number, flags: string, isText: boolean): string {
	const missing = width - encode(text).length;
	if (missing <= 0) return text;
	if (flags.includes('-')) return text + ' '.repeat(missing);
	if (isText || !flags.includes('0')) return ' '.repeat(missing) + text;
	const head = /^[+\- ]?(?:0[xX])?/.exec(text)?.[0] ?? '';
	return head + '0'.repeat(missing) + text.slice(head.length);
}
