// How does apk know what a feed has? From packages.adb: of each package its fields and the sum of its database, by
// which the package is trusted when the index is. The bytes are those of `apk mkndx` before they are compressed.

import { adbStream, AdbWriter, deflated, NULL, SCHEMAS } from './adb.ts';
import { byBytes } from './apk-names.ts';
import { infoFields, infoObject, type Indexed, type Sign } from './apk.ts';

/** The stream of the index of these packages, not compressed. Their files are to be `<name>-<version>.apk` beside it. */
export function indexStream(packages: readonly Indexed[], sign?: Sign): Buffer {
	const adb = new AdbWriter();
	const objects = packages.map(({ info, installedSize, uid, sum, size }) => {
		const fields = infoFields(adb, info, installedSize, { uid, size });
		return { info, value: infoObject(adb, fields, adb.blob(sum)) };
	});
	objects.sort(
		(a, b) => byBytes(a.info.name, b.info.name) || byBytes(a.info.version, b.info.version)
	);
	const root = adb.object([NULL, adb.object(objects.map(({ value }) => value))]);
	const payload = adb.payload(root);
	return adbStream(SCHEMAS.index, payload, sign ? [sign(SCHEMAS.index, payload)] : []);
}

/** The file packages.adb. */
export function writeIndex(packages: readonly Indexed[], sign?: Sign): Buffer {
	return deflated(indexStream(packages, sign));
}
