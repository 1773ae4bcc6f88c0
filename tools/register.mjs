// Lets Node run the TypeScript of this project: types are blanked, and the ucode sources under root/
// find ucode's builtins and modules. Plain JavaScript, because nothing can blank types before it.
import { register } from 'node:module';

register('./blank.mjs', import.meta.url);
await import('./ucode/node.ts');
