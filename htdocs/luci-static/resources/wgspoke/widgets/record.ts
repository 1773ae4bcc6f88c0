// How is a field of hub, home or device entered? Its kind says which input, its row what it is called.

import { fields } from '../schema.ts';
import {
	addressField,
	field,
	hostField,
	keyField,
	numberField,
	prefixList,
	select,
	textField,
} from './form.ts';
import { word } from './words.ts';
import type { Field, FieldValue, Kind, Records } from '../schema.ts';
import type { Control } from './form.ts';
import type { RouterAccess } from '../types.ts';

/** What the table says of the field. */
export function rowOf(kind: keyof Records, name: string): Field {
	const row = fields[kind].find((one) => one.name === name);
	if (!row) throw new RangeError(`no field ${kind}.${name}`);
	return row;
}

type Take = (value: FieldValue) => void;

/** 'ping' → 'ping only' */
export function accessWord(access: RouterAccess): string {
	if (access === 'ping') return _('ping only');
	return access === 'all' ? _('everything, its login page too') : _('nothing');
}

const accesses: RouterAccess[] = ['ping', 'all', 'none'];

const accessChoices = (): [string, string][] =>
	accesses.map((access) => [access, accessWord(access)]);

const controls: Record<
	Kind,
	(value: never, take: Take, placeholder: string | undefined) => Control<HTMLElement>
> = {
	name: (value: string, take, placeholder) => textField(value, take, { placeholder }),
	interface: (value: string, take) => textField(value, take, { datatype: 'uciname' }),
	key: keyField,
	host: hostField,
	port: (value: number, take) => numberField(value, take, 'port'),
	address: addressField,
	subnet: (value: string, take) => textField(value, take, { datatype: 'cidr' }),
	lans: (value: string[], take, placeholder) => prefixList(value, take, { placeholder }),
	ports: (value: string, take, placeholder) => textField(value, take, { placeholder }),
	accepted: (value: string[], take, placeholder) => prefixList(value, take, { placeholder }),
	seconds: (value: number, take) => numberField(value, take, 'range(0,65535)'),
	mtu: (value: number, take) => numberField(value, take, 'uinteger', ''),
	flag: (value: boolean, take) =>
		select(
			value ? '1' : '0',
			[
				['1', _('yes')],
				['0', _('no')],
			],
			(chosen) => {
				take(chosen === '1');
			}
		),
	access: (value: string, take) =>
		select(value, accessChoices(), (chosen) => {
			take(chosen);
		}),
};

export interface RecordFieldOptions {
	/** Of this router's own home, which has words of its own. */
	local?: boolean;
	placeholder?: string | undefined;
	/** What stands below it, where that is not what the table says. */
	help?: string;
	findings?: LuciChild[];
}

/** A row of a form for the field; `take` gets what is entered. */
export function recordField(
	kind: keyof Records,
	name: string,
	value: FieldValue,
	take: Take,
	options: RecordFieldOptions = {}
): HTMLElement {
	const { local = false, placeholder, findings = [] } = options;
	const row = rowOf(kind, name);
	const control = controls[row.kind](value as never, take, placeholder ?? row.example);
	const label = (local ? row.local_label : undefined) ?? row.label ?? row.name;
	const hint = (local ? row.local_hint : undefined) ?? row.hint;
	const help = options.help ?? (hint === undefined ? '' : word(hint));
	return field(control, { label: word(label), help, findings });
}
