// Runs the command from the sources with nothing but Node 20 or newer and npm: `npm run slowfast -- ask clip.mp4 "…"`. Paths
// are those of the folder that npm was called in. Plain JavaScript, because it runs on any Node.
import { statSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { exitCodeOf, pnpmRun, runsTypeScript } from './pnpm-run.mjs';

const given = process.argv.slice(2);
// `start:slowfast`, before which pnpm installs what is missing, is told the folder: npm runs everything in the root.
const isStarted = given[0] === '--in';
const folder = isStarted ? given[1] : (env.INIT_CWD ?? process.cwd());
const argv = isStarted ? given.slice(2) : given;

if (isStarted || (runsTypeScript && isInstalled())) {
  const bin = fileURLToPath(new URL('../apps/node/src/bin.ts', import.meta.url));
  process.exitCode = await exitCodeOf(process.execPath, [bin, ...argv], { cwd: folder });
} else {
  process.exitCode = await pnpmRun('start:slowfast', [folder, ...argv]);
}

/** Whether dependencies were installed, and none changed since. */
function isInstalled() {
  const changed = (path) => statSync(new URL(path, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return changed('../node_modules/.pnpm-workspace-state-v1.json') > changed('../pnpm-lock.yaml');
}
