import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { askCommand } from './commands/ask/ask-command.ts';
import { benchCommand } from './commands/bench/bench-command.ts';
import { chatCommand } from './commands/chat/chat-command.ts';
import { decideCommand } from './commands/decide/decide-command.ts';
import { doctorCommand } from './commands/doctor-command.ts';
import { findCommand } from './commands/find/find-command.ts';
import { framesCommand } from './commands/frames-command.ts';
import { modelsCommand } from './commands/models/models-command.ts';
import { planCommand } from './commands/plan-command.ts';
import { addVerboseFlag } from './flags/output-flags.ts';
import { exitCodeOf, failureData, failureLines, ToldFailure } from './output/failure.ts';
import { OutputClosed, onOutputFailure } from './output/output-failure.ts';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const helpEnd = `
Examples:
  slowfast ask clip.mp4 "What shape appears?"
  slowfast chat clip.mp4
  slowfast decide clip.mp4 --boolean "Is there a yellow star?"
  slowfast find clip.mp4 "Is there a yellow star?"
  slowfast plan clip.mp4
  slowfast frames clip.mp4 --frames 4 --sheet sheet.png

Environment:
  SLOWFAST_MODEL, SLOWFAST_DTYPE  stand for --model and --dtype where these are left out
  SLOWFAST_CACHE                  folder where reduced video tokens and calibrations are kept
  SLOWFAST_NO_PROGRESS            shows no progress, e.g. in logs
  HF_HOME, HF_TOKEN, HF_ENDPOINT, HF_HUB_OFFLINE
                                  as for all tools of the Hugging Face hub

Flags of a command: slowfast COMMAND --help`;

/**
 * Runs the `slowfast` command.
 *
 * @returns the exit code: 0, 1 when the input or the machine is at fault, 2 for wrong usage, 130 when interrupted, 141 when whoever
 * reads what it prints has gone. What failed is one line on stderr, and its causes where `--verbose` was given. Writing may fail after it has returned; it then sets the process's
 * exit code itself.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const interrupted = new AbortController();
  const onInterrupt = () => interrupted.abort(new DOMException('Interrupted.', 'AbortError'));
  process.once('SIGINT', onInterrupt);
  const { signal } = interrupted;
  const fail = (error: unknown) => {
    if (!(error instanceof OutputClosed)) console.error(failureLines(error, argv));
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
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText('after', helpEnd)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .addCommand(askCommand(signal, argv))
    .addCommand(chatCommand(signal, argv))
    .addCommand(decideCommand(signal, argv))
    .addCommand(findCommand(signal, argv))
    .addCommand(planCommand(signal, argv))
    .addCommand(framesCommand(signal))
    .addCommand(modelsCommand(signal))
    .addCommand(benchCommand(signal))
    .addCommand(doctorCommand());
  completeCommands(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return outputFailure ? fail(outputFailure) : 0;
  } catch (error) {
    // A command that is cancelled may say so in its own way.
    if (outputFailure) return fail(outputFailure);
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (error instanceof ToldFailure) return exitCodeOf(error);
    if (argv.includes('--json'))
      process.stdout.write(`${JSON.stringify({ error: failureData(error, argv) })}\n`);
    return fail(error);
  } finally {
    isOver = true;
    process.off('SIGINT', onInterrupt);
  }
}

/** Commands that were added do not have what their parent is told. Each that does something can tell why it failed. */
function completeCommands(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    if (command.commands.length === 0) addVerboseFlag(command);
    completeCommands(command);
  }
}
