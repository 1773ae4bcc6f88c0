// What makes a ucode program run in Node? Its builtins become globals, and its modules resolve to the stand-ins.
// Loaded by tools/register.mjs, before everything else.
import { register } from 'node:module';

import { builtins } from './builtins.ts';

// `global` and NaN are there; ARGV is set by run.ts
Object.assign(globalThis, builtins);
if (!('ARGV' in globalThis)) Object.assign(globalThis, { ARGV: [] });
register('./hooks.ts', import.meta.url);
