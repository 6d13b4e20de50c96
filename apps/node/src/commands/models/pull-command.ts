import type { ModelDtypeChoice } from '@slowfast/model-files';
import { pullHubModel } from '@slowfast/model-files/hub';
import { Command } from 'commander';
import { addDtypeFlag } from '../../model-flags.ts';
import { DownloadLine } from '../../output/download-line.ts';
import { formatBytes } from '../../output/units.ts';

interface PullFlags {
  readonly dtype?: ModelDtypeChoice;
  readonly json?: true;
}

/** `slowfast models pull`: fetches what is missing of a model of the hub. */
export function pullCommand(signal: AbortSignal): Command {
  const command = new Command('pull')
    .description('Fetch what is missing of a model of the Hugging Face hub, into the cache of all its tools.')
    .argument('<model>', "owner/name, owner/name@revision, or a link to the model's page");
  return addDtypeFlag(command)
    .option('--json', 'print one JSON object')
    .action((model: string, flags: PullFlags) => pull(model, flags, signal));
}

async function pull(model: string, { dtype, json }: PullFlags, signal: AbortSignal): Promise<void> {
  const download = new DownloadLine();
  const pulled = await pullHubModel(model, { dtype, signal, onProgress: download.show }).finally(() =>
    download.clear(),
  );
  if (json) {
    process.stdout.write(`${JSON.stringify(pulled)}\n`);
    return;
  }
  const { id, revision, commit, folder, bytes, paths, dtypes } = pulled;
  const precisions = Object.entries(dtypes).map(([component, dtype]) => `${component} ${dtype}`);
  process.stdout.write(
    `${id}@${revision} (${commit.slice(0, 10)}): ${paths.length} files, ${formatBytes(bytes)}; `,
  );
  process.stdout.write(`${precisions.join(', ')}\n${folder}\n`);
}
