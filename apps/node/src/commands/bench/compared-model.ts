import {
  aggregatorsById,
  type GivenReduction,
  type ReductionFacts,
  type ResultsHeader,
  reductionInNotation,
  rememberingVisionEncoder,
} from '@slowfast/accuracy';
import {
  type ChoiceOrders,
  InvalidSettingError,
  type LanguageModel,
  type VideoAssistant,
  type VideoInfo,
  type VisionEncoder,
} from '@slowfast/spec';
import { type CustomStages, openAssistant } from 'slowfast-llava';
import { type BackendName, type ModelFlags, modelOptions } from '../../flags/model-flags.ts';
import type { CommandOutput } from '../../output/command-output.ts';
import { DownloadLine } from '../../output/download-line.ts';

/** A model whose ways to reduce a video are compared. */
export interface ComparedModel extends AsyncDisposable {
  /** Encodes every frame of a clip once, however often the clip is watched. */
  readonly assistant: VideoAssistant;
  /** What answers are of. */
  readonly header: ResultsHeader;
  /** What the model does unless it is told otherwise. */
  readonly ownReduction: GivenReduction;
  /** What settings start from, for videos of such a size. */
  factsOf(info: VideoInfo): ReductionFacts;
}

/**
 * Opens a model in this thread, so that its frames can be told apart.
 *
 * @param flags with what allocations start from, where that is not left to the model.
 * @param given reductions, whose aggregators the model is to know.
 */
export async function openComparedModel(
  flags: ModelFlags & {
    readonly startFrames?: number | undefined;
    readonly startFrom?: string;
    readonly orders: ChoiceOrders;
    readonly threads?: number;
    readonly backend?: BackendName;
  },
  given: readonly GivenReduction[],
  output: CommandOutput,
  signal: AbortSignal,
): Promise<ComparedModel> {
  let encoder: VisionEncoder | undefined;
  let languageModel: LanguageModel | undefined;
  const stages: CustomStages = {
    encoder: async (preset) => {
      encoder = rememberingVisionEncoder(await preset.make());
      return encoder;
    },
    languageModel: async (preset) => {
      languageModel = await preset.make();
      return languageModel;
    },
    aggregator: aggregatorsById(given),
  };
  const download = new DownloadLine(output, 'opening the model');
  const options = {
    ...(await modelOptions(flags)),
    ...(flags.startFrames !== undefined && { frames: flags.startFrames }),
    ...(flags.startFrom !== undefined && { aggregation: flags.startFrom }),
    threads: flags.threads,
    backend: flags.backend,
    cache: false,
    worker: false,
    stages,
    onDownload: download.show,
    signal,
  } as const;
  const assistant = await output.during(download.describe, () => openAssistant(options));
  const { defaults } = await assistant.describe();
  if (!defaults || !encoder || !languageModel) {
    const expected = 'one that says how many frames it takes';
    throw new InvalidSettingError({ setting: '--model', found: 'a model without defaults', expected });
  }
  const { frames, aggregation, maxAnswerTokens } = defaults;
  const used = encoder;
  return {
    assistant,
    header: {
      format: 'slowfast-accuracy-3',
      encoder: encoder.id,
      languageModel: languageModel.id,
      maxAnswerTokens,
      orders: flags.orders,
    },
    ownReduction: { ...reductionInNotation(aggregation), frames },
    factsOf(info) {
      const { rows, columns } = used.frameTransform(info);
      return { frames, aggregation, grid: { rows, columns } };
    },
    [Symbol.asyncDispose]: () => assistant[Symbol.asyncDispose](),
  };
}
