// Which package does a test try? The one that the run has built for all of its programs, else its own.

/** The path of the package; `folder` is where it goes when it has to be built. */
export async function givenPackage(folder: string): Promise<string> {
	const given = process.env.WGSPOKE_PACKAGE ?? '';
	if (given !== '') return given;
	// Loaded only here: the compiler in it takes longer to start than a lab.
	const { buildPackage } = await import('./package.ts');
	return buildPackage(folder);
}
