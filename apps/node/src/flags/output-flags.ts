import { type Command, Option } from 'commander';
import type { OutputSettings } from '../output/command-output.ts';

/** Flags that say how much a command tells beside its result. */
export interface OutputFlags extends OutputSettings {
  readonly json?: true;
}

/** Adds `--json` and `--quiet`. */
export function addOutputFlags(
  command: Command,
  json = 'print one JSON object; an error is one, too',
): Command {
  return command.option('--json', json).option('-q, --quiet', 'no notes and no progress; errors only');
}

/** Adds `--verbose`, unless the command has it. */
export function addVerboseFlag(command: Command, tells?: string): Command {
  if (command.options.some(({ long }) => long === '--verbose')) return command;
  const causes = 'tell the causes of an error, with stack traces';
  const verbose = new Option('-v, --verbose', tells === undefined ? causes : `${tells}; ${causes}`);
  return command.addOption(verbose.conflicts('quiet'));
}
