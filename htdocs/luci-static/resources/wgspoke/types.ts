// What travels between the router and the pages? The backend's own types; no other file of the pages takes any from root/.

export type * from '../../../../root/usr/share/ucode/wgspoke/types.ts';
