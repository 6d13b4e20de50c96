import { Command } from 'commander';
import { convertCommand } from './convert-command.ts';
import { inspectCommand } from './inspect-command.ts';
import { listCommand } from './list-command.ts';
import { pullCommand } from './pull-command.ts';
import { removeCommand } from './remove-command.ts';

/** `slowfast models`: the checkpoints on this machine. */
export function modelsCommand(signal: AbortSignal): Command {
  return new Command('models')
    .summary('fetch, convert, list, inspect and remove models')
    .description('Fetch, convert, list, inspect and remove checkpoints.')
    .addCommand(pullCommand(signal))
    .addCommand(convertCommand(signal))
    .addCommand(listCommand())
    .addCommand(inspectCommand(signal))
    .addCommand(removeCommand(signal));
}
