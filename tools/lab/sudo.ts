// What does a program of the lab do when a person without root starts it? It asks sudo, where there is one.
import { spawn } from 'node:child_process';
import { hasProgram } from '../system/programs.ts';

/**
 * Returns when this process is root or has no way to become it. Else runs the same command line
 * under sudo and ends with its exit code.
 */
export async function underSudo(): Promise<void> {
	if (process.getuid?.() === 0 || !hasProgram('sudo')) return;
	const argv = ['--', process.execPath, ...process.execArgv, ...process.argv.slice(1)];
	const child = spawn('sudo', argv, { stdio: 'inherit' });
	// Ctrl-C reaches the child as well, which has to clean up; this one waits for it.
	process.on('SIGINT', () => undefined);
	process.on('SIGTERM', () => child.kill('SIGTERM'));
	const code = await new Promise<number>((resolve) => {
		child.on('error', () => {
			resolve(1);
		});
		child.on('exit', (status) => {
			resolve(status ?? 1);
		});
	});
	process.exit(code);
}
