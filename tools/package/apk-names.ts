// What does apk take as a name, a version, a dependency, a path? It refuses some when a package is made and does odd
// things with others when it is installed, so every one is looked at before anything is written.

/** As apk-tools 3 reads versions: '0.2.0-r1', '1.2_rc1~a0b1'. */
const VERSION =
	/^\d+(\.\d+)*[a-z]?(_(alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*(~[0-9a-f]+)?(-r\d+)?$/;

const NAME = /^[A-Za-z0-9][A-Za-z0-9+._-]*$/;

/** A dependency's name may have more. */
const NEEDED = /^(!?)([A-Za-z0-9+._,:/[\]-]+?)(?:([<>=~]+)(.+))?$/;

/** How a dependency's version is to be, as apk counts it. */
const MATCHES: Record<string, number> = {
	'=': 1,
	'<': 2,
	'<=': 3,
	'>': 4,
	'>=': 5,
	'~': 9,
};
const ANY = 7;
const NOT = 16;

export interface Dependency {
	name: string;
	/** '' for any. */
	version: string;
	/** 0 where apk leaves it out. */
	match: number;
}

/** Throws one line that says what apk takes. */
export function checkVersion(version: string): void {
	if (!VERSION.test(version))
		throw new Error(
			`apk takes no version "${version}": write it as 0.2.0-r1, numbers with dots, then -r and a number`
		);
}

export function checkName(name: string): void {
	if (!NAME.test(name))
		throw new Error(
			`apk takes no package named "${name}": letters, digits and + - . _ only, a letter or digit first`
		);
}

/** The router ignores a file with such a path, without a word. */
export function checkPath(path: string): void {
	const parts = path.split('/');
	const odd = parts.some((part) => part === '' || part === '.' || part === '..');
	// oxlint-disable-next-line no-control-regex -- these are what is looked for
	if (odd || /[\x00-\x1f\x7f]/.test(path))
		throw new Error(
			`apk takes no file named ${JSON.stringify(path)}: give it a name without control characters, "." and ".."`
		);
}

/** '!b>=2' → { name: 'b', version: '2', match: 21 } */
export function parseDependency(text: string): Dependency {
	const [, not = '', name = '', op = '', version = ''] = NEEDED.exec(text) ?? [];
	const match = op === '' ? ANY : MATCHES[op];
	if (name === '' || match === undefined)
		throw new Error(
			`apk takes no dependency "${text}": write a name, or a name with one of = < <= > >= ~ and a version`
		);
	if (op !== '') checkVersion(version);
	const plain = (op === '' || op === '=') && not === '';
	return { name, version, match: plain ? 0 : match + (not === '' ? 0 : NOT) };
}

/** Bytewise, then the shorter first, as apk sorts names. */
export function byBytes(a: string, b: string): number {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
