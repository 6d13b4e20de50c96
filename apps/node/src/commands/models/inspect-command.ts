import { env } from 'node:process';
import { Command } from 'commander';
import { inspectModel } from 'slowfast-llava';
import { addDtypeFlag, addTensorNamesFlag, type ModelFlags, modelOptions } from '../../flags/model-flags.ts';
import { lookAtModel } from '../../look-at-model.ts';
import { formatInspection } from './format-inspection.ts';

interface InspectFlags extends Omit<ModelFlags, 'model'> {
  readonly json?: true;
}

const examples = `
Examples:
  slowfast models inspect
  slowfast models inspect llava-hf/llava-onevision-qwen2-0.5b-ov-hf --dtype q4`;

/** `slowfast models inspect`: what a checkpoint is and what was bound to what; nothing is run. */
export function inspectCommand(signal: AbortSignal): Command {
  const command = new Command('inspect')
    .summary('tell what a checkpoint is, without running it')
    .description(
      'Tell what a checkpoint is: its grid, token counts and bytes per token, and which of its inputs and outputs is used for what. Runs nothing.',
    )
    .argument(
      '[model]',
      'a folder, or owner/name[@revision] of the Hugging Face hub (default: that of SLOWFAST_MODEL, else the embedded model)',
    );
  return addTensorNamesFlag(addDtypeFlag(command))
    .option('--json', 'print one JSON object; an error is one, too')
    .addHelpText('after', examples)
    .action(async (model: string | undefined, flags: InspectFlags) => {
      const { tensorNames, dtype } = await modelOptions(flags);
      const folder = await lookAtModel(model ?? (env.SLOWFAST_MODEL || undefined), {
        signal,
        dtype,
      });
      const inspection = await inspectModel(folder, { tensorNames });
      process.stdout.write(
        flags.json ? `${JSON.stringify(inspection)}\n` : `${formatInspection(inspection)}\n`,
      );
    });
}
