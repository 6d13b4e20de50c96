import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { askCommand } from './commands/ask-command.ts';
import { benchCommand } from './commands/bench/bench-command.ts';
import { doctorCommand } from './commands/doctor-command.ts';
import { framesCommand } from './commands/frames-command.ts';
import { modelsCommand } from './commands/models/models-command.ts';
import { planCommand } from './commands/plan-command.ts';
import { exitCodeOf, oneLine } from './output/failure.ts';
import { OutputClosed, onOutputFailure } from './output/output-failure.ts';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/**
 * Runs the `slowfast` command.
 *
 * @returns the exit code: 0, 1 when the input or the machine is at fault, 2 for wrong usage, 130 when interrupted, 141 when whoever
 * reads what it prints has gone. What failed is one line on stderr. Writing may fail after it has returned; it then sets the process's
 * exit code itself.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const interrupted = new AbortController();
  const onInterrupt = () => interrupted.abort(new DOMException('Interrupted.', 'AbortError'));
  process.once('SIGINT', onInterrupt);
  const { signal } = interrupted;
  const fail = (error: unknown) => {
    if (!(error instanceof OutputClosed)) console.error(oneLine(error));
    return exitCodeOf(error);
  };
  let outputFailure: Error | undefined;
  let isOver = false;
  onOutputFailure((failure) => {
    outputFailure = failure;
    if (isOver) process.exitCode = fail(failure);
    else interrupted.abort(failure);
  });
  const program = new Command('slowfast')
    .description('Ask a video a question, on your own machine.')
    .version(manifest.version)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .addCommand(askCommand(signal))
    .addCommand(planCommand(signal))
    .addCommand(framesCommand(signal))
    .addCommand(modelsCommand(signal))
    .addCommand(benchCommand(signal))
    .addCommand(doctorCommand());
  inheritSettings(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return outputFailure ? fail(outputFailure) : 0;
  } catch (error) {
    // A command that is cancelled may say so in its own way.
    if (outputFailure) return fail(outputFailure);
    return error instanceof CommanderError && error.exitCode === 0 ? 0 : fail(error);
  } finally {
    isOver = true;
    process.off('SIGINT', onInterrupt);
  }
}

/** Commands that were added do not have what their parent is told. */
function inheritSettings(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inheritSettings(command);
  }
}
