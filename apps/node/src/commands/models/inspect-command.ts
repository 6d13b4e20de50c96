import { Command } from 'commander';
import { inspectModel } from 'slowfast-llava';
import { lookAtModel } from '../../look-at-model.ts';
import { addDtypeFlag, addTensorNamesFlag, type ModelFlags, modelOptions } from '../../model-flags.ts';
import { formatInspection } from './format-inspection.ts';

interface InspectFlags extends Omit<ModelFlags, 'model'> {
  readonly json?: true;
}

/** `slowfast models inspect`: what a checkpoint is and what was bound to what; nothing is run. */
export function inspectCommand(signal: AbortSignal): Command {
  const command = new Command('inspect')
    .description(
      'Tell what was bound to what, the grid, the token counts and the bytes per token, without running anything.',
    )
    .argument(
      '[model]',
      'a folder, or owner/name[@revision] of the Hugging Face hub (default: the embedded model)',
    );
  return addTensorNamesFlag(addDtypeFlag(command))
    .option('--json', 'print one JSON object')
    .action(async (model: string | undefined, flags: InspectFlags) => {
      const { tensorNames, dtype } = await modelOptions(flags);
      const folder = await lookAtModel(model, { signal, ...(dtype !== undefined && { dtype }) });
      const inspection = await inspectModel(folder, tensorNames === undefined ? {} : { tensorNames });
      process.stdout.write(
        flags.json ? `${JSON.stringify(inspection)}\n` : `${formatInspection(inspection)}\n`,
      );
    });
}
