import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What a program did beside printing. */
export interface TracedRun {
  readonly stdout: string;
  readonly stderr: string;
  /** Calls of the system that open a socket or connect one, of all threads and child processes. */
  readonly socketCalls: readonly string[];
  /** What lies in its home folder, which was empty. */
  readonly filesAtHome: readonly string[];
}

/** Why no program can be traced here; undefined where one can. */
export function whyNotTraced(): string | undefined {
  if (process.platform !== 'linux') return 'strace is there on Linux only';
  const { status, error } = spawnSync('strace', ['-f', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
  if (error) return 'strace is not installed (Debian and Ubuntu: strace)';
  return status === 0 ? undefined : 'strace may not trace here';
}

/**
 * Runs a script with an empty home folder and hardly any variables: some programs keep quiet where one of them says that this is
 * continuous integration.
 */
export async function tracedRun(script: URL, args: readonly string[]): Promise<TracedRun> {
  const folder = await mkdtemp(join(tmpdir(), 'traced-run-'));
  try {
    const home = join(folder, 'home');
    const trace = join(folder, 'trace.txt');
    await mkdir(home);
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    const options = ['-f', '--seccomp-bpf', '-qq', '-e', 'trace=%network', '-o', trace];
    const { stdout, stderr } = await promisify(execFile)(
      'strace',
      [...options, process.execPath, fileURLToPath(script), ...args],
      { env: { PATH, NODE_COMPILE_CACHE, HOME: home, NODE_ENV: '' } },
    );
    const calls = (await readFile(trace, 'utf8')).split('\n');
    return {
      stdout,
      stderr,
      // Pairs of sockets are how Node talks with child processes.
      socketCalls: calls.filter((call) => /\b(socket|connect|sendto|sendmsg|sendmmsg)\(/.test(call)),
      filesAtHome: await readdir(home, { recursive: true }),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
