import { Command } from 'commander';
import { accuracyCommand } from './accuracy-command.ts';

/** `slowfast bench`: measurements. */
export function benchCommand(signal: AbortSignal): Command {
  return new Command('bench')
    .summary('measure how well a model answers')
    .description('Measure how well a model answers.')
    .addCommand(accuracyCommand(signal));
}
