import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleScript } from './bundle-script.ts';

/** A processor that scripts can be run on. */
export interface TestProcessor {
  /** Names it in titles of tests. */
  readonly name: string;
  /** Why nothing can be run on it here; absent where it can. */
  readonly skipReason?: string | undefined;
  /** Whether its sums of 8-bit products are known to overflow; false where that is not known. */
  readonly overflows: boolean;
  /**
   * Runs a script with the present Node on it; gives what its last line says as JSON.
   *
   * @param args what the script is given.
   * @throws Error with everything that the script printed, when it fails.
   */
  run(script: URL, args?: readonly string[]): Promise<unknown>;
}

const qemu = 'qemu-x86_64';
/** Without what QEMU 7.2 has no emulation for: it would warn of each at every start. */
const haswell = 'Haswell-noTSX,-pcid,-x2apic,-tsc-deadline,-invpcid';
const skipReason = whyNotEmulated();

/** The processor at hand, and one with AVX2 and without VNNI. */
export const testProcessors: readonly TestProcessor[] = [
  { name: 'this processor', overflows: false, run: (script, args = []) => runScript([], script, args) },
  {
    name: 'an emulated Haswell',
    overflows: true,
    skipReason,
    run: (script, args = []) => runScript([qemu, '-cpu', haswell], script, args),
  },
];

function whyNotEmulated(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return `${qemu} runs Node on Linux on x64 only`;
  const { status } = spawnSync(qemu, ['--version'], { stdio: 'ignore' });
  return status === 0 ? undefined : `${qemu} is not installed (Debian and Ubuntu: qemu-user)`;
}

async function runScript(
  emulator: readonly string[],
  script: URL,
  args: readonly string[],
): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'slowfast-script-'));
  try {
    const bundle = join(folder, 'script.mjs');
    await bundleScript(script, bundle);
    return await lastLineOf(script, [...emulator, process.execPath, bundle, ...args]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function lastLineOf(script: URL, [command, ...options]: readonly string[]): Promise<unknown> {
  const child = spawn(command!, options, { stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: string[] = [];
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    printed.push(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
      else reject(new Error(`${script} ended with ${signal ?? code}:\n${printed.join('')}`));
    });
  });
}
