// The page that the views run in without LuCI: login, menu, and the loader of classes.

import { builtins, callUbus, session, setSession } from './classes.ts';
import { element, format } from './elements.ts';
import { chooseLanguage, say, sayCounted } from './language.ts';

const RESOURCES = '/luci-static/resources/';
const PAGE = '/cgi-bin/luci/admin/vpn/wgspoke';
/** Path below the page → title of its tab; the first is shown at the page itself. */
const TABS: Record<string, string> = { home: 'Overview', hub: 'Hub', devices: 'Devices' };

const loaded = new Map<string, Promise<unknown>>();

type Factory = (...args: unknown[]) => () => unknown;

/** The source of a class as the body of a function, as LuCI evaluates it too. */
async function evaluate(parameters: string[], source: string): Promise<Factory> {
	const module = `export default function (${parameters.join(', ')}) {${source}}`;
	const url = URL.createObjectURL(new Blob([module], { type: 'text/javascript' }));
	try {
		return ((await import(url)) as { default: Factory }).default;
	} finally {
		URL.revokeObjectURL(url);
	}
}

/** 'wgspoke.wizard' → the one instance of its class; what its first lines require comes before. */
async function load(name: string): Promise<unknown> {
	const response = await fetch(`${RESOURCES}${name.replaceAll('.', '/')}.js`);
	if (!response.ok) throw new Error(`HTTP error ${response.status} while loading class ${name}`);
	const source = await response.text();
	const header = /^(?:'[^'\n]*';\n)*/.exec(source)?.[0] ?? '';
	const required = [...header.matchAll(/^'require (\S+) as (\S+)';$/gm)];
	const instances = await Promise.all(required.map(([, each = '']) => luci.require(each)));
	const aliases = required.map(([, , alias = '']) => alias);
	const make = await evaluate(['window', 'document', 'L', ...aliases], source);
	return make(window, document, luci, ...instances)();
}

let mayWrite: boolean | null = null;

const luci: typeof L = {
	require(name) {
		const found = loaded.get(name) ?? Promise.resolve(builtins[name] ?? load(name));
		loaded.set(name, found);
		return found;
	},
	hasViewPermission: () => mayWrite,
	env: {},
	url: (...parts) => ['/cgi-bin/luci', ...parts].join('/'),
};

// What LuCI's page has as globals.
Object.assign(window, {
	L: luci,
	E: element,
	_: say,
	N_: sayCounted,
});
Object.assign(String.prototype, { format });

/** May the login make this call? What comes of it does not matter, unless it is "Access denied". */
async function mayCall(object: string, method: string, args = {}): Promise<boolean> {
	try {
		await callUbus(object, method, args);
		return true;
	} catch (error) {
		return !String(error).includes('-32002');
	}
}

function place(id: string): HTMLElement {
	const found = document.getElementById(id);
	if (!found) throw new Error(`no #${id} in the page`);
	return found;
}

function showLogin(refused: boolean): void {
	const user = element(
		'input',
		{ id: 'luci_username', type: 'text', autocomplete: 'username' },
		[]
	);
	user.value = 'root';
	const password = element('input', { id: 'luci_password', type: 'password' }, []);
	const form = element('form', { class: 'cbi-map' }, [
		element('h2', {}, ['Authorization required']),
		...(refused ? [element('p', {}, ['Invalid username and/or password! Please try again.'])] : []),
		element('p', {}, [element('label', { for: 'luci_username' }, ['Username ']), user]),
		element('p', {}, [element('label', { for: 'luci_password' }, ['Password ']), password]),
		element('button', { class: 'btn cbi-button-positive' }, ['Log in']),
	]);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		const asked = { username: user.value, password: password.value, timeout: 3600 };
		callUbus('session', 'login', asked)
			.then((reply) => {
				setSession((reply as { ubus_rpc_session: string }).ubus_rpc_session);
				return start();
			})
			.catch(() => {
				showLogin(true);
			});
	});
	place('view').replaceChildren(form);
	password.focus();
}

async function start(): Promise<void> {
	const known = /[1-9a-f]/.test(session());
	if (!known || !(await mayCall('wgspoke', 'status'))) {
		showLogin(false);
		return;
	}
	// The other half of our group of rights; there is no change of that name to decide about.
	mayWrite = await mayCall('wgspoke', 'decide', { trial: '', keep: false });
	place('topmenu').replaceChildren(
		element('li', { class: 'dropdown' }, [
			element('a', { class: 'menu', href: '#' }, ['VPN']),
			element('ul', { class: 'dropdown-menu' }, [
				element('li', {}, [element('a', { href: PAGE }, [_('Home network')])]),
			]),
		])
	);
	const tab = tabAt(location.pathname);
	if (tab === null) {
		place('view').replaceChildren(element('h2', {}, ['Status']));
		return;
	}
	const tabs = Object.entries(TABS).map(([name, title]) =>
		element('li', { class: name === tab ? 'active' : null }, [
			element('a', { href: `${PAGE}/${name}` }, [_(title)]),
		])
	);
	place('tabmenu').replaceChildren(element('ul', { class: 'tabs' }, tabs));
	await luci.require(`view.wgspoke.${tab}`);
}

/** The tab at this path; null on other pages. */
function tabAt(path: string): string | null {
	if (path === PAGE) return 'home';
	const name = path.startsWith(`${PAGE}/`) ? path.slice(PAGE.length + 1) : '';
	return name in TABS ? name : null;
}

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const setDark = (): void => {
	document.documentElement.dataset['darkmode'] = String(dark.matches);
};
dark.addEventListener('change', setDark);
setDark();
void chooseLanguage(navigator.languages).then(start);
