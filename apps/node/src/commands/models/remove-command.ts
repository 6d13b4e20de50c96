import { createInterface } from 'node:readline/promises';
import { removeHubModel } from '@slowfast/model-files/hub';
import { InvalidSettingError } from '@slowfast/spec';
import { Command } from 'commander';
import { note } from '../../output/note.ts';
import { formatBytes } from '../../output/units.ts';

interface RemoveFlags {
  readonly yes?: true;
  readonly json?: true;
}

/** `slowfast models remove`: removes a model of the hub from this machine. */
export function removeCommand(signal: AbortSignal): Command {
  return new Command('remove')
    .description(
      'Remove a model of the Hugging Face hub from this machine, for all tools that share the cache.',
    )
    .argument('<model>', 'owner/name, or owner/name@revision for one revision alone')
    .option('--yes', 'do not ask')
    .option('--json', 'print one JSON object')
    .action((model: string, flags: RemoveFlags) => remove(model, flags, signal));
}

async function remove(model: string, { yes, json }: RemoveFlags, signal: AbortSignal): Promise<void> {
  if (!yes && !(await isConfirmed(model, signal))) {
    note('nothing was removed.');
    return;
  }
  const onWait = () => note(`another process fetches ${model}: waiting for it.`);
  const removed = await removeHubModel(model, { signal, onWait });
  if (json) process.stdout.write(`${JSON.stringify(removed)}\n`);
  else process.stdout.write(`Removed ${model}: ${formatBytes(removed.freedBytes)} are free again.\n`);
}

async function isConfirmed(model: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    const found = 'left out where nobody can be asked';
    throw new InvalidSettingError({ setting: '--yes', found, expected: `it, to remove ${model}` });
  }
  using terminal = createInterface({ input: process.stdin, output: process.stderr });
  return /^y(es)?$/i.test(await terminal.question(`Remove ${model} from this machine? [y/N] `, { signal }));
}
