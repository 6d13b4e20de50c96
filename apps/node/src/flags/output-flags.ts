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

/** Adds `--verbose`. */
export function addVerboseFlag(command: Command): Command {
  const verbose = new Option(
    '-v, --verbose',
    'also tell which model, runtime and frames are used, and how long each stage takes',
  );
  return command.addOption(verbose.conflicts('quiet'));
}
