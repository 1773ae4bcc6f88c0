// What may a login do? The files of /usr/share/rpcd/acl.d and a login section in, grants out; and is a
// call among the grants? Ported from rpcd's session.c, quirks included.

/** scope → object pattern → function patterns: {ubus: {'network.*': ['status']}}. */
export type Grants = Record<string, Record<string, string[]>>;

/** Whom grants are for: the `read` and `write` lists of a login section, or nobody in particular. */
export type Login = { read: string[]; write: string[] } | null;

/** '*', '?' and '[…]' as fnmatch(3) has them without flags. */
export function fnmatch(pattern: string, text: string): boolean {
	let source = '';
	for (let at = 0; at < pattern.length; at++) {
		const char = pattern.charAt(at);
		const close = char === '[' ? pattern.indexOf(']', at + 2) : -1;
		if (char === '*') source += '.*';
		else if (char === '?') source += '.';
		else if (close > 0) {
			const inner = pattern.slice(at + 1, close);
			source += `[${inner.replace(/^!/, '^').replace(/\\/g, '\\\\')}]`;
			at = close;
		} else source += char.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
	}
	return new RegExp(`^${source}$`, 's').test(text);
}

/** May this login use the `read` or `write` half of an access group? Write implies read. */
export function permits(login: Login, permission: 'read' | 'write', group: string): boolean {
	if (!login) return group === 'unauthenticated';
	const patterns = login[permission];
	const denied = patterns
		.filter((each) => each.startsWith('!'))
		.map((each) => each.slice(1).trim());
	// a negative match ends it, without a look at the write list
	if (denied.some((pattern) => pattern !== '' && fnmatch(pattern, group))) return false;
	if (patterns.some((each) => !each.startsWith('!') && fnmatch(each, group))) return true;
	return permission === 'read' && permits(login, 'write', group);
}

const isTable = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const texts = (value: unknown): string[] =>
	Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

export function addGrant(grants: Grants, scope: string, object: string, name: string): void {
	const functions = ((grants[scope] ??= {})[object] ??= []);
	if (!functions.includes(name)) functions.push(name);
}

/** Adds what the access groups of one parsed ACL file grant to this login. */
export function grantFromFile(grants: Grants, login: Login, file: unknown): void {
	if (!isTable(file)) return;
	for (const [group, permissions] of Object.entries(file)) {
		if (!isTable(permissions)) continue;
		for (const permission of ['read', 'write'] as const) {
			const scopes = permissions[permission];
			if (!isTable(scopes) || !permits(login, permission, group)) continue;
			for (const [scope, objects] of Object.entries(scopes)) {
				// {"network": ["dump"]} names functions; ["network"] takes the permission as the function
				if (isTable(objects))
					for (const [object, names] of Object.entries(objects))
						for (const name of texts(names)) addGrant(grants, scope, object, name);
				for (const object of texts(objects)) addGrant(grants, scope, object, permission);
				addGrant(grants, 'access-group', group, permission);
			}
		}
	}
}

/** Is `name` of `object` granted in `scope`? */
export function isGranted(grants: Grants, scope: string, object: string, name: string): boolean {
	return Object.entries(grants[scope] ?? {}).some(
		([pattern, names]) =>
			fnmatch(pattern, object) && names.some((allowed) => fnmatch(allowed, name))
	);
}
