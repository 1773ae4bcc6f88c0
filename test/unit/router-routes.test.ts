// Which routes are told of the kernel's tables?

import assert from 'node:assert/strict';
import '../../tools/ucode/builtins.ts';
import {
	routes_from_ipv4,
	routes_from_ipv6,
} from '../../root/usr/share/ucode/wgspoke/router/routes.ts';

const NOWHERE = '0'.repeat(32);

/** A line as the kernel prints it: the device at the right of eight columns, or wider. */
function six(target: string, bits: string, device: string): string {
	const numbers = '00000100 00000001 00000000 00000001';
	return `${target} ${bits} ${NOWHERE} 00 ${NOWHERE} ${numbers} ${device.padStart(8)}\n`;
}

describe('the routes of the kernel', () => {
	it('are told of IPv4 with the bits of their mask, without the loopback', () => {
		const rest = '\t00000000\t0001\t0\t0\t0\t';
		const table = [
			'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
			`wan\t00000000${rest}00000000\t0\t0\t0`,
			`br-lan\t0002A8C0${rest}00FFFFFF\t0\t0\t0`,
			`wgspoke\t0000100A${rest}0000F8FF\t0\t0\t0`,
			`wgspoke\t0900000A${rest}FFFFFFFF\t0\t0\t0`,
			`lo\t0000007F${rest}000000FF\t0\t0\t0`,
			'',
		].join('\n');
		assert.deepEqual(routes_from_ipv4(table), [
			{ target: '0.0.0.0/0', device: 'wan' },
			{ target: '192.168.2.0/24', device: 'br-lan' },
			{ target: '10.16.0.0/13', device: 'wgspoke' },
			{ target: '10.0.0.9/32', device: 'wgspoke' },
		]);
	});

	it('are told of IPv6 in canonical form, without the link alone, multicast and the loopback', () => {
		const table = [
			six('fd000000000000010000000000000000', '40', 'br-lan'),
			six('20010db8000000000000000000000000', '20', 'a-device-of-15'),
			six('fec00000000000000000000000000000', '0a', 'wan'),
			six('fe800000000000000000000000000000', '40', 'br-lan'),
			six('feb00000000000000000000000000000', '40', 'br-lan'),
			six('ff000000000000000000000000000000', '08', 'br-lan'),
			six(NOWHERE, '00', 'wan'),
			six(NOWHERE, '00', 'lo'),
		].join('');
		assert.deepEqual(routes_from_ipv6(table), [
			{ target: 'fd00:0:0:1::/64', device: 'br-lan' },
			{ target: '2001:db8::/32', device: 'a-device-of-15' },
			{ target: 'fec0::/10', device: 'wan' },
			{ target: '::/0', device: 'wan' },
		]);
	});
});
