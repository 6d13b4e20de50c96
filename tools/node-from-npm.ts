import { spawnSync } from 'node:child_process';

/** A Node to run something on. */
export interface NodeProgram {
  /** Without a `v`, e.g. `22.12.0`. */
  readonly version: string;
  readonly path: string;
}

/** The Node that this runs on. */
export const presentNode: NodeProgram = { version: process.versions.node, path: process.execPath };

/**
 * A Node from the npm registry.
 *
 * @param wanted a version, or a major one for the newest of it. What npm has fetched before is used as it is, without a network.
 */
export function nodeFromNpm(wanted: string): NodeProgram {
  const ask = (network: readonly string[]) =>
    spawnSync('npm', ['exec', '--yes', ...network, `--package=node@${wanted}`, '--', 'node', '-p', script], {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
  const cached = ask(['--offline']);
  // Said aloud, because a parent that npm started without a network passes that on.
  const { status, stdout, stderr, error } = cached.status === 0 ? cached : ask(['--offline=false']);
  if (status !== 0) throw new Error(`npm brings no node@${wanted}: ${error?.message ?? stderr}`);
  const [version, path] = stdout.trim().split(/\r?\n/);
  return { version: version!, path: path! };
}

// In one word, lest a shell splits it.
const script = '[process.versions.node,process.execPath].join(require("os").EOL)';
