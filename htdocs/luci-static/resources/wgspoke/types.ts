// What travels between the router and the pages? The backend's own types; with schema the only door to root/.

export type * from '../../../../root/usr/share/ucode/wgspoke/verbs/replies.ts';
