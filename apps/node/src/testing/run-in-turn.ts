import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type CommandOutcome, testEnvironment } from './run-slowfast.ts';

const script = fileURLToPath(new URL('./run-in-turn-script.ts', import.meta.url));

/** A run of the command. */
export interface CommandRun {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs the command many times, one after the other in a process of its own: to start one for each would take most of the time.
 */
export async function runInTurn(
  runs: readonly CommandRun[],
  options: { readonly cwd?: string } = {},
): Promise<readonly CommandOutcome[]> {
  const child = spawn(process.execPath, [script, JSON.stringify(runs)], {
    ...options,
    env: { ...process.env, ...testEnvironment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const outcomes: CommandOutcome[] = [];
  child.on('message', (outcome) => outcomes.push(outcome as CommandOutcome));
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (outcomes.length === runs.length) return outcomes;
  throw new Error(`The process ended after ${outcomes.length} of ${runs.length} runs.`);
}
