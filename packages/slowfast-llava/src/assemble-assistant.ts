import { onnxLanguageModel } from '@slowfast/language-models';
import { describeModel, type ModelComponent, type ModelFolder } from '@slowfast/model-files';
import type { OnnxRuntime } from '@slowfast/onnx-session';
import { createVideoAssistant, type VideoAssistantStages } from '@slowfast/pipeline';
import { chatPromptTemplate } from '@slowfast/prompt-templates';
import {
  InvalidSettingError,
  type Notice,
  type ReductionSettings,
  type RuntimeDescription,
  type VideoAssistant,
} from '@slowfast/spec';
import { onnxVisionEncoder } from '@slowfast/vision-encoders';
import type { AssistantOptions } from './assistant-options.ts';
import { type BackendTable, createBackend } from './backend-table.ts';
import { paperDefaults } from './model-defaults.ts';
import { askedOf, configuredReduction, reductionOf } from './reduction-strategy.ts';

/** What an assistant needs of the place that it runs in. */
export interface AssistantSurroundings
  extends Pick<VideoAssistantStages, 'openVideo' | 'cache' | 'contentKey' | 'watchWeights'> {
  /** What runs each part of the model; what runs the encoder runs the reduction, too, where a backend wants it. */
  readonly runtimes: Readonly<Record<ModelComponent, OnnxRuntime>>;
  /** What runs the models, for people; asked each time, as a runtime may give way to another later. */
  readonly describeRuntime: () => Promise<RuntimeDescription>;
  /** Why models run slower than they could; empty when they don't. Asked for each video. */
  readonly runtimeNotices: () => readonly Notice[];
  /** Backends by the names under which options ask for them. */
  readonly backends: BackendTable;
  /** Puts other stages in the place of some; see {@link AdaptStages}. */
  readonly adaptStages?: AdaptStages;
}

/** Given the stages of a preset, returns those to use: the same ones, some of them wrapped or exchanged. */
export type AdaptStages = (stages: VideoAssistantStages) => VideoAssistantStages;

/**
 * Makes an assistant from a checkpoint: the one place where the concrete stages come together.
 *
 * Cost: reads configuration, tokenizer and model headers; weights are loaded by the first video and the first question.
 */
export async function assembleAssistant(
  folder: ModelFolder,
  options: AssistantOptions,
  surroundings: AssistantSurroundings,
): Promise<VideoAssistant> {
  const { runtimes, adaptStages = (stages) => stages } = surroundings;
  const { tensorNames = {} } = options;
  assertAnswerTokens(options.maxAnswerTokens);
  const model = await describeModel(folder, tensorNames);
  const defaults = { ...paperDefaults, ...model.defaults };
  const strategyFor = (settings: ReductionSettings) => {
    const asked: ReductionSettings = { ...reductionOf(options), ...settings };
    const strategy = configuredReduction({
      ...asked,
      frames: asked.frames ?? defaults.frames,
      capped: asked.frames !== undefined,
      aggregation: asked.aggregation ?? defaults.aggregation,
      usualFrames: defaults.frames,
      asked: askedOf(asked),
    });
    // It takes part in what does not fit, though not in what is chosen.
    const { maxAnswerTokens } = options;
    return maxAnswerTokens === undefined
      ? strategy
      : { ...strategy, asked: { ...strategy.asked, maxAnswerTokens } };
  };
  // Options that make no sense are refused before a model is read any further.
  const strategy = strategyFor({});
  const running = options.threads === undefined ? {} : { threads: options.threads };
  const maxAnswerTokens = options.maxAnswerTokens ?? defaults.maxAnswerTokens;
  const knows = model.defaults?.knows;
  const stages: VideoAssistantStages = {
    ...surroundings,
    encoder: await onnxVisionEncoder(folder, {
      ...running,
      runtime: runtimes.vision_encoder,
      tensorNames: tensorNames.vision_encoder ?? {},
      fit: options.fit ?? defaults.fit,
    }),
    strategy,
    strategyFor,
    backend: await createBackend(
      surroundings.backends,
      options.backend ?? 'reference',
      runtimes.vision_encoder,
    ),
    template: chatPromptTemplate({
      ...model.promptTemplate,
      ...(options.system !== undefined && { system: options.system }),
      instructions: { ...model.defaults?.instructions, ...options.instructions },
    }),
    languageModel: await onnxLanguageModel(folder, {
      ...running,
      runtime: runtimes.decoder_model_merged,
      embedderRuntime: runtimes.embed_tokens,
      tensorNames,
    }),
    maxAnswerTokens,
    notices: () => [...limitNotices(knows), ...surroundings.runtimeNotices()],
    about: async () => ({
      model: folder.place,
      ...(knows !== undefined && { knows }),
      runtime: await surroundings.describeRuntime(),
      defaults: {
        frames: options.frames ?? defaults.frames,
        aggregation: options.aggregation ?? defaults.aggregation,
        maxAnswerTokens,
      },
    }),
  };
  return createVideoAssistant(adaptStages(stages));
}

function assertAnswerTokens(maxAnswerTokens: number | undefined): void {
  if (maxAnswerTokens === undefined || (Number.isSafeInteger(maxAnswerTokens) && maxAnswerTokens > 0)) return;
  throw new InvalidSettingError({
    setting: 'maxAnswerTokens',
    found: String(maxAnswerTokens),
    expected: 'a whole number of tokens, 1 or more',
  });
}

/** A model that was trained for something narrow says so with every video. */
function limitNotices(knows: string | undefined): readonly Notice[] {
  if (knows === undefined) return [];
  return [{ code: 'model-limits', message: `This model knows ${knows}. Other videos want another model.` }];
}
