// How much is taken from outside, and how much is told? Each bound is written here once; docs/bounds.md says why.

/** Homes and devices of a network, all together. */
export const most_members = 128;

/** Networks of all homes together, and of one home. */
export const most_lans = 256;
export const most_lans_of_home = 16;

/** Bytes of one value: a name has up to 252, a host 253. */
export const word_limit = 256;

/** Bytes of a pasted text, of what the hub printed, or of a file: what a call over HTTP can carry. */
export const text_limit = 65536;

/** Lines of a pasted text: a hub's file with 160 peers has as many. */
export const most_lines = 1000;

/** Lines and networks in what the hub printed: of so many members, each running, written, heard, named and routed. */
export const most_looked_at = 1500;

/** Networks or addresses that one section of a text lists. */
export const most_listed = 256;

/** Findings of one code that are told. */
export const most_of_a_kind = 10;

/** The same of what is not at the hub as it should be: each is about another home. */
export const most_differences = 64;

/** Lines of a text that are listed as not used. */
export const most_unused = 100;

/** Bytes of a value in a finding; what is shown of it is shorter still. */
export const told_limit = 512;

/** Bytes of a reply as JSON; ubus ends a program that sends more than 1 MiB. */
export const reply_limit = 524288;

/** Pasted texts that are kept for one session, and for all. */
export const most_pastes_of_session = 8;
export const most_pastes = 64;
