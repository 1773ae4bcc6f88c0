// Who serves a folder to the routers of the lab, as a web server in the internet does?
//   node --import ./tools/register.mjs tools/lab/webserver.ts <address> <folder>   prints the port
import { readFile } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';

/** '/a/../b?c' → 'b': below the folder, whatever is asked for. */
export function pathOf(url: string): string {
	const path = decodeURIComponent(url.replace(/[?#].*$/, ''));
	return normalize(`/${path}`).slice(1) || 'index.html';
}

function serve(address: string, folder: string): void {
	const server = createServer((request, response) => {
		readFile(join(folder, pathOf(request.url ?? '/')), (error, content) => {
			response.writeHead(error ? 404 : 200);
			response.end(error ? '' : content);
		});
	});
	server.listen(0, address, () => {
		const bound = server.address();
		console.log(bound !== null && typeof bound === 'object' ? bound.port : 0);
	});
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
	serve(process.argv[2] ?? '', process.argv[3] ?? '');
