import type { ModelFolder } from '@slowfast/model-files';
import type { OnnxRuntime } from '@slowfast/onnx-session';
import type { VideoAssistantStages } from '@slowfast/pipeline';
import {
  type FrameSampler,
  InvalidSettingError,
  type LanguageModel,
  type PromptTemplate,
  type ReductionSettings,
  type TokenAggregator,
  type VideoTokenCache,
  type VisionEncoder,
} from '@slowfast/spec';
import type { BackendTable } from './backend-table.ts';

/** What a stage of your own may be made from. */
export interface PresetStage<Stage> {
  /** Makes the checkpoint's own stage, e.g. to wrap it. The assistant disposes only what it is given in the end. */
  make(): Promise<Stage>;
  /** The files of the checkpoint. */
  readonly folder: ModelFolder;
  /** What runs the checkpoint's models. */
  readonly runtime: OnnxRuntime;
}

/** A stage of your own: as it is, or made when the assistant is opened. The assistant disposes it. */
export type CustomStage<Stage> = Stage | ((preset: PresetStage<Stage>) => Stage | Promise<Stage>);

/**
 * Stages of your own in the place of the checkpoint's or the presets'. What is absent stays as it is, and what is exchanged is not
 * loaded. Sampler and aggregator may also be functions of the settings that a video is given; one that is not decides alone, and
 * settings that it would have to follow are refused.
 */
export interface CustomStages {
  /** Vision tower and projector. Its tokens must have the width that the language model takes. */
  readonly encoder?: CustomStage<VisionEncoder> | undefined;
  /** What answers from the tokens. */
  readonly languageModel?: CustomStage<LanguageModel> | undefined;
  /** How questions become prompts. */
  readonly template?: CustomStage<PromptTemplate> | undefined;
  /** Which frames are looked at. */
  readonly sampler?: FrameSampler | ((settings: ReductionSettings) => FrameSampler) | undefined;
  /**
   * How the tokens of frames are reduced. A function reads `aggregation` of the settings as it likes; where it returns nothing, that is the
   * paper's notation as ever.
   */
  readonly aggregator?:
    | TokenAggregator
    | ((settings: ReductionSettings) => TokenAggregator | undefined)
    | undefined;
  /** More tensor backends by name, for the option `backend`; made when they are asked for. */
  readonly backends?: BackendTable | undefined;
  /** Finds and opens videos, in the place of this platform's decoders. */
  readonly findVideo?: VideoAssistantStages['findVideo'] | undefined;
  /** Where reduced tokens are kept; the option `cache` then only says whether it is used. */
  readonly cache?: VideoTokenCache | undefined;
}

/** Makes a stage: people's own where they gave one, else the preset's. */
export async function chosenStage<Stage extends object>(
  own: CustomStage<Stage> | undefined,
  preset: PresetStage<Stage>,
): Promise<Stage> {
  if (own === undefined) return preset.make();
  return typeof own === 'function' ? own(preset) : own;
}

const decidedBySampler = ['frames', 'framesPerSecond', 'startSeconds', 'endSeconds', 'sampling'] as const;

/**
 * The sampler and the aggregator that people brought, for such settings.
 *
 * @throws InvalidSettingError for a setting that one of them would have to follow and can't.
 */
export function chosenReductionStages(
  { sampler, aggregator }: Pick<CustomStages, 'sampler' | 'aggregator'>,
  settings: ReductionSettings,
): { readonly sampler: FrameSampler | undefined; readonly aggregator: TokenAggregator | undefined } {
  const refuse = (names: readonly (keyof ReductionSettings)[], stage: string) => {
    const setting = names.find((name) => settings[name] !== undefined);
    if (setting === undefined) return;
    const expected = `none: stages.${stage} decides it; make that a function of the settings to follow them`;
    throw new InvalidSettingError({ setting, found: JSON.stringify(settings[setting]), expected });
  };
  if (typeof sampler === 'object') refuse(decidedBySampler, 'sampler');
  if (typeof aggregator === 'object') refuse(['aggregation'], 'aggregator');
  return {
    sampler: typeof sampler === 'function' ? sampler(settings) : sampler,
    aggregator: typeof aggregator === 'function' ? aggregator(settings) : aggregator,
  };
}
