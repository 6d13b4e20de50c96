// Runs a script of the root's package.json with nothing but Node 20 or newer and npm: `node tools/run.mjs check:all`.
import { pnpmRun } from './pnpm-run.mjs';

const [script, ...argv] = process.argv.slice(2);
process.exitCode = await pnpmRun(script, argv);
