import {
  type CheckpointGraph,
  type ConversionDtype,
  checkpointGraphs,
  readArchitecture,
} from '@slowfast/model-converter';
import type { JsonObject } from '@slowfast/model-files';
import { checkpointWeights } from './checkpoint-weights.ts';
import type { ExportedWeights } from './exported-weights.ts';
import { towerEnds } from './tower-ends.ts';

/**
 * The graphs of the embedded model in one form, as the converter writes those of a checkpoint.
 *
 * @param config the `config.json` beside the weights.
 * @throws ModelInvalidError when a weight is missing.
 */
export function formGraphs(
  exported: ExportedWeights,
  config: JsonObject,
  dtype: ConversionDtype,
): readonly CheckpointGraph[] {
  const { vision, text, ...rest } = readArchitecture(config, 'config.json');
  // The configuration calls the tower SigLIP, whose layers it has; these two are its own (model.py).
  const own = { activation: 'gelu', normEpsilon: text.normEpsilon } as const;
  const architecture = { ...rest, text, vision: { ...vision, ...own } };
  return checkpointGraphs(architecture, checkpointWeights(exported, architecture), dtype, towerEnds);
}
