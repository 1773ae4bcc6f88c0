// How does a configuration get onto a phone? As a QR code, drawn here: it holds a private key and goes nowhere else.

import { encode } from 'uqr';
import { svg } from './svg.ts';
import type { QrCodeGenerateResult } from 'uqr';

/** Modules of white around it, without which cameras do not find it. */
const MARGIN = 4;

/** Black on white in every theme; null for a text that no code can hold. `label` is what a screen reader says. */
export function qrCode(text: string, label: string): Element | null {
	let code: QrCodeGenerateResult;
	try {
		code = encode(text, { ecc: 'L', border: MARGIN });
	} catch {
		// More than 2953 bytes: a network of more than a hundred homes.
		return null;
	}
	const { data, size } = code;
	const dark = data.flatMap((row, y) =>
		row.flatMap((black, x) => (black ? [`M${x} ${y}h1v1h-1z`] : []))
	);
	return svg(
		'svg',
		{
			viewBox: `0 0 ${size} ${size}`,
			class: 'wgs-qr',
			role: 'img',
			'aria-label': label,
			'shape-rendering': 'crispEdges',
		},
		[
			svg('rect', { width: size, height: size, fill: '#fff' }, []),
			svg('path', { d: dark.join(''), fill: '#000' }, []),
		]
	);
}
