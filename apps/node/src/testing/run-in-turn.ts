import { type CommandRun, startCommandProcess } from './command-process.ts';
import type { CommandOutcome } from './run-slowfast.ts';

/** Runs the command many times, one after the other in a process of its own. */
export async function runInTurn(
  runs: readonly CommandRun[],
  options: { readonly cwd?: string } = {},
): Promise<readonly CommandOutcome[]> {
  await using command = startCommandProcess(options);
  return await Promise.all(runs.map((run) => command.run(run)));
}
