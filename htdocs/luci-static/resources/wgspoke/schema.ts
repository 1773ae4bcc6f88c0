// Which fields do the router and the pages share? The backend's own tables; with types the only door to root/.

export { fields, nothing } from '../../../../root/usr/share/ucode/wgspoke/model/fields.ts';
export type {
	Field,
	FieldValue,
	Kind,
	Records,
} from '../../../../root/usr/share/ucode/wgspoke/model/fields.ts';
