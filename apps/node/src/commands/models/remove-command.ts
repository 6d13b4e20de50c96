import { createInterface } from 'node:readline/promises';
import { removeHubModel } from '@slowfast/hub-client/node';
import { Command, InvalidArgumentError } from 'commander';
import { addOutputFlags, type OutputFlags } from '../../flags/output-flags.ts';
import { CommandOutput } from '../../output/command-output.ts';
import { formatBytes } from '../../output/units.ts';

interface RemoveFlags extends OutputFlags {
  readonly yes?: true;
}

/** `slowfast models remove`: removes a model of the hub from this machine. */
export function removeCommand(signal: AbortSignal): Command {
  const command = new Command('remove')
    .summary('remove a model of the hub from this machine')
    .description(
      'Remove a model of the Hugging Face hub from this machine: from the cache that all its tools share.',
    )
    .argument('<model>', 'owner/name, or owner/name@revision for one revision alone')
    .option('--yes', 'do not ask first');
  return addOutputFlags(command).action((model: string, flags: RemoveFlags) => remove(model, flags, signal));
}

async function remove(model: string, flags: RemoveFlags, signal: AbortSignal): Promise<void> {
  using output = new CommandOutput(flags);
  if (!flags.yes && !(await isConfirmed(model, signal))) {
    output.note('nothing was removed.');
    return;
  }
  const onWait = () => output.note(`another process fetches ${model}: waiting for it.`);
  const removed = await removeHubModel(model, { signal, onWait });
  if (flags.json) output.result(`${JSON.stringify(removed)}\n`);
  else output.result(`Removed ${model}: ${formatBytes(removed.freedBytes)} are free again.\n`);
}

async function isConfirmed(model: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new InvalidArgumentError(
      `Found no --yes and no terminal to ask at, expected --yes to remove ${model}.`,
    );
  }
  using terminal = createInterface({ input: process.stdin, output: process.stderr });
  return /^y(es)?$/i.test(await terminal.question(`Remove ${model} from this machine? [y/N] `, { signal }));
}
