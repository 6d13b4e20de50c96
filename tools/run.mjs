// Runs a workspace script on a machine that has only Node 20 or newer and npm: brings pnpm, and a current Node where
// the present one is too old to run TypeScript, from the npm registry. Plain JavaScript, because it runs on any Node.
import { spawnSync } from 'node:child_process';

const PNPM = 'pnpm@12.21.0';
const NODE = 'node@24';

const [major, minor] = process.versions.node.split('.').map(Number);
const runsTypeScript = (major === 24 && minor >= 11) || major >= 26;
const packages = [...(runsTypeScript ? [] : [`--package=${NODE}`]), `--package=${PNPM}`];
const shell = process.platform === 'win32';
const pathOf = (network) => {
  // In one word, lest a shell splits it.
  const print = 'process.stdout.write(JSON.stringify(process.env.PATH))';
  const options = ['exec', '--yes', ...network, ...packages, '--', 'node', '-e', print];
  // Else npm looks for a newer npm, offline too.
  const env = { ...process.env, npm_config_update_notifier: 'false' };
  return spawnSync('npm', options, { encoding: 'utf8', shell, env, stdio: ['ignore', 'pipe', 'pipe'] });
};

// What was fetched before is used as it is, so that a second run needs no network and does not wait for one.
const offline = pathOf(['--offline']);
const { status, stdout, stderr, error } = offline.status === 0 ? offline : pathOf(['--offline=false']);
if (status !== 0) {
  console.error(`npm could not bring ${PNPM} and ${NODE}: ${error?.message ?? stderr.trim()}`);
  console.error('npm 10 or newer must be on the PATH, and its registry within reach the first time.');
  process.exit(1);
}
// Started beside npm and not by it: npm would pass its own settings on, and so keep what runs here from the network too.
process.env.PATH = JSON.parse(stdout);
const result = spawnSync('pnpm', ['--silent', 'run', ...process.argv.slice(2)], { stdio: 'inherit', shell });
if (result.error) console.error(`Could not start pnpm: ${result.error.message}.`);
process.exit(result.status ?? 1);
