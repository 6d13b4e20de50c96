// Runs a workspace script on a machine that has only Node 20 or newer and npm: brings pnpm, and a current Node where
// the present one is too old to run TypeScript, from the npm registry. Plain JavaScript, because it runs on any Node.
import { spawnSync } from 'node:child_process';

const PNPM = 'pnpm@12.21.0';
const NODE = 'node@24';

const [major, minor] = process.versions.node.split('.').map(Number);
const runsTypeScript = (major === 24 && minor >= 11) || major >= 26;
const packages = [...(runsTypeScript ? [] : [`--package=${NODE}`]), `--package=${PNPM}`];
const npmExec = (network, argv, stdio) =>
  spawnSync('npm', ['exec', '--yes', ...network, ...packages, '--', 'pnpm', ...argv], {
    stdio,
    shell: process.platform === 'win32',
    // Else npm looks for a newer npm, offline too.
    env: { ...process.env, npm_config_update_notifier: 'false' },
  });

// What was fetched before is used as it is, so that a second run needs no network and does not wait for one.
const isCached = npmExec(['--offline'], ['--version'], 'ignore').status === 0;
const result = npmExec(
  isCached ? ['--offline'] : [],
  ['--silent', 'run', ...process.argv.slice(2)],
  'inherit',
);
if (result.error)
  console.error(`Could not start npm: ${result.error.message}. npm 10 or newer must be on the PATH.`);
process.exit(result.status ?? 1);
