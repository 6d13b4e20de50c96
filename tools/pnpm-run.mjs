// Runs a workspace script on a machine that has only Node 20 or newer and npm: brings pnpm, and a current Node where
// the present one is too old to run TypeScript, from the npm registry. Plain JavaScript, because it runs on any Node.
import { spawn, spawnSync } from 'node:child_process';

const PNPM = 'pnpm@12.21.0';
const NODE = 'node@24';

const [major, minor] = process.versions.node.split('.').map(Number);
const shell = process.platform === 'win32';

/** Whether the present Node is one that the workspace runs on. */
export const runsTypeScript = (major === 24 && minor >= 11) || major >= 26;

/**
 * Runs a script of the root's package.json, once everything is installed.
 *
 * @param {string} script its name
 * @param {readonly string[]} argv what it is told
 * @returns {Promise<number>} the exit code
 */
export async function pnpmRun(script, argv) {
  const packages = [...(runsTypeScript ? [] : [`--package=${NODE}`]), `--package=${PNPM}`];
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
    return 1;
  }
  // Started beside npm and not by it: npm would pass its own settings on, and so keep what runs here from the network too.
  process.env.PATH = JSON.parse(stdout);
  return exitCodeOf('pnpm', ['--silent', 'run', script, ...argv], { shell });
}

/**
 * Runs a program in this one's place: it has the terminal, and what it ends with is the result. An interruption from the
 * terminal reaches both, and is the program's to answer.
 *
 * @param {string} program
 * @param {readonly string[]} argv
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>}
 */
export function exitCodeOf(program, argv, options) {
  const ignore = () => {};
  process.on('SIGINT', ignore);
  return new Promise((resolve) => {
    const child = spawn(program, argv, { ...options, stdio: 'inherit' });
    child.on('error', (error) => {
      console.error(`Could not start ${program}: ${error.message}.`);
      resolve(1);
    });
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  }).finally(() => process.off('SIGINT', ignore));
}
