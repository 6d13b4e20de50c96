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
import type { InThreadOptions } from './assistant-options.ts';
import { createBackend, defaultBackends } from './backend-table.ts';
import { chosenReductionStages, chosenStage } from './custom-stages.ts';
import { jsonAnswers } from './json-answers.ts';
import { paperDefaults } from './model-defaults.ts';
import { askedOf, configuredReduction, reductionOf } from './reduction-strategy.ts';

/** What an assistant needs of the place that it runs in. */
export interface AssistantSurroundings
  extends Pick<VideoAssistantStages, 'findVideo' | 'cache' | 'watchWeights' | 'overflow'> {
  /** What runs each part of the model; what runs the encoder runs the reduction, too, where a backend wants it. */
  readonly runtimes: Readonly<Record<ModelComponent, OnnxRuntime>>;
  /** What runs the models, for people; asked each time, as a runtime may give way to another later. */
  readonly describeRuntime: () => Promise<RuntimeDescription>;
  /** Why models run slower than they could; empty when they don't. Asked for each video. */
  readonly runtimeNotices: () => readonly Notice[];
}

/**
 * Makes an assistant from a checkpoint: the one place where the concrete stages come together.
 *
 * Cost: reads configuration, tokenizer and model headers; weights are loaded by the first video and the first question.
 */
export async function assembleAssistant(
  folder: ModelFolder,
  options: InThreadOptions,
  surroundings: AssistantSurroundings,
): Promise<VideoAssistant> {
  const { runtimes } = surroundings;
  const { tensorNames = {}, stages: own = {} } = options;
  assertAnswerTokens(options.maxAnswerTokens);
  const model = await describeModel(folder, tensorNames);
  const defaults = { ...paperDefaults, ...model.defaults };
  const strategyFor = (settings: ReductionSettings) => {
    const asked: ReductionSettings = { ...reductionOf(options), ...settings };
    const strategy = configuredReduction({
      ...asked,
      ...chosenReductionStages(own, asked),
      frames: asked.frames ?? defaults.frames,
      capped: asked.frames !== undefined,
      aggregation: asked.aggregation ?? defaults.aggregation,
      usualFrames: defaults.frames,
      asked: askedOf(asked),
    });
    // They take part in what does not fit, though not in whether defaults are fitted.
    const { maxAnswerTokens } = options;
    return {
      ...strategy,
      asked: {
        ...strategy.asked,
        ...(maxAnswerTokens !== undefined && { maxAnswerTokens }),
        ...(strategy.timestamps === true && { timestamps: 'true' }),
      },
    };
  };
  // Options that make no sense are refused before a model is read any further.
  strategyFor({});
  const { threads } = options;
  const maxAnswerTokens = options.maxAnswerTokens ?? defaults.maxAnswerTokens;
  const knows = model.defaults?.knows;
  const makeEncoder = () =>
    onnxVisionEncoder(folder, {
      runtime: runtimes.vision_encoder,
      threads,
      tensorNames: tensorNames.vision_encoder ?? {},
      fit: options.fit ?? defaults.fit,
    });
  const makeLanguageModel = () =>
    onnxLanguageModel(folder, {
      runtime: runtimes.decoder_model_merged,
      embedderRuntime: runtimes.embed_tokens,
      threads,
      tensorNames,
    });
  const makeTemplate = async () =>
    chatPromptTemplate({
      ...model.promptTemplate,
      system: options.system,
      instructions: { ...model.defaults?.instructions, ...options.instructions },
      booleanQuestions: model.defaults?.booleanQuestions,
    });
  const ofEncoder = { folder, runtime: runtimes.vision_encoder };
  const ofLanguageModel = { folder, runtime: runtimes.decoder_model_merged };
  return createVideoAssistant({
    ...surroundings,
    findVideo: own.findVideo ?? surroundings.findVideo,
    cache: surroundings.cache && (own.cache ?? surroundings.cache),
    encoder: await chosenStage(own.encoder, { ...ofEncoder, make: makeEncoder }),
    strategyFor,
    usualRange: { startSeconds: options.startSeconds, endSeconds: options.endSeconds },
    backend: await createBackend(
      { ...defaultBackends, ...own.backends },
      options.backend ?? 'reference',
      runtimes.vision_encoder,
    ),
    template: await chosenStage(own.template, { ...ofLanguageModel, make: makeTemplate }),
    languageModel: await chosenStage(own.languageModel, { ...ofLanguageModel, make: makeLanguageModel }),
    maxAnswerTokens,
    constrain: jsonAnswers(),
    knows,
    calibration: options.calibration,
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
  });
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
