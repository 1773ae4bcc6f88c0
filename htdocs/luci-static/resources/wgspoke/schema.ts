// Which fields and numbers do the router and the pages share? The backend's own tables; with types the only door to root/.

export { trial_seconds } from '../../../../root/usr/share/ucode/wgspoke/base/constants.ts';
export { fields, nothing } from '../../../../root/usr/share/ucode/wgspoke/model/fields.ts';
export type {
	Field,
	FieldValue,
	Kind,
	Records,
} from '../../../../root/usr/share/ucode/wgspoke/model/fields.ts';
