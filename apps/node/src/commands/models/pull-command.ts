import { pullHubModel } from '@slowfast/hub-client/node';
import type { ModelDtypeChoice } from '@slowfast/model-files';
import { Command } from 'commander';
import { addDtypeFlag } from '../../flags/model-flags.ts';
import { addOutputFlags, type OutputFlags } from '../../flags/output-flags.ts';
import { CommandOutput } from '../../output/command-output.ts';
import { DownloadLine } from '../../output/download-line.ts';
import { formatBytes } from '../../output/units.ts';

interface PullFlags extends OutputFlags {
  readonly dtype?: ModelDtypeChoice;
}

const examples = `
Example:
  slowfast models pull llava-hf/llava-onevision-qwen2-0.5b-ov-hf --dtype q4`;

/** `slowfast models pull`: fetches what is missing of a model of the hub. */
export function pullCommand(signal: AbortSignal): Command {
  const command = new Command('pull')
    .summary('fetch a model of the Hugging Face hub')
    .description(
      'Fetch a model of the Hugging Face hub, or what is missing of it, into the cache that all its tools share.',
    )
    .argument('<model>', "owner/name, owner/name@revision, or a link to the model's page");
  return addOutputFlags(addDtypeFlag(command))
    .addHelpText('after', examples)
    .action((model: string, flags: PullFlags) => pull(model, flags, signal));
}

async function pull(model: string, flags: PullFlags, signal: AbortSignal): Promise<void> {
  using output = new CommandOutput(flags);
  const { dtype } = flags;
  const download = new DownloadLine(output, `asking for ${model}`);
  const pulled = await output.during(download.describe, () =>
    pullHubModel(model, { dtype, signal, onProgress: download.show }),
  );
  if (flags.json) {
    output.result(`${JSON.stringify(pulled)}\n`);
    return;
  }
  const { id, revision, commit, folder, bytes, paths, dtypes } = pulled;
  const precisions = Object.entries(dtypes).map(([component, dtype]) => `${component} ${dtype}`);
  output.result(`${id}@${revision} (${commit.slice(0, 10)}): ${paths.length} files, ${formatBytes(bytes)}; `);
  output.result(`${precisions.join(', ')}\n${folder}\n`);
}
