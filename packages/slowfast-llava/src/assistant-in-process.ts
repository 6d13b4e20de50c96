import { openVideo } from '@slowfast/frame-sources/node';
import { onnxLanguageModel } from '@slowfast/language-models';
import { describeModel, openModelFolder } from '@slowfast/model-files';
import { createVideoAssistant, type VideoPlace } from '@slowfast/pipeline';
import { chatPromptTemplate } from '@slowfast/prompt-templates';
import { type Notice, type VideoAssistant, VideoNotFoundError } from '@slowfast/spec';
import { referenceBackend } from '@slowfast/tensor-backends/reference';
import { modelFolder as embeddedModelFolder } from '@slowfast/tiny-model';
import { diskVideoTokenCache, fileContentHash } from '@slowfast/video-token-caches/disk';
import { onnxVisionEncoder } from '@slowfast/vision-encoders';
import type { AssistantOptions } from './assistant-options.ts';
import { paperDefaults } from './model-defaults.ts';
import { configuredReduction } from './reduction-strategy.ts';

/**
 * Makes an assistant from a checkpoint in this thread. Its calls block the thread while a model runs:
 * {@link openAssistant} keeps it in a worker instead.
 *
 * Cost: reads configuration, tokenizer and model headers; weights are loaded by the first video and the first question.
 */
export async function assistantInProcess(options: AssistantOptions = {}): Promise<VideoAssistant> {
  const folder = await openModelFolder(options.model ?? embeddedModelFolder);
  const model = await describeModel(folder);
  const defaults = { ...paperDefaults, ...model.defaults };
  const strategy = configuredReduction({
    ...options,
    frames: options.frames ?? defaults.frames,
    capped: options.frames !== undefined,
    aggregation: options.aggregation ?? defaults.aggregation,
  });
  const encoder = await onnxVisionEncoder(folder, { fit: options.fit ?? defaults.fit });
  const languageModel = await onnxLanguageModel(folder);
  const template = chatPromptTemplate({
    ...model.promptTemplate,
    instructions: { ...model.defaults?.instructions, ...options.instructions },
  });
  return createVideoAssistant({
    encoder,
    strategy,
    backend: referenceBackend(),
    template,
    languageModel,
    maxAnswerTokens: options.maxAnswerTokens ?? defaults.maxAnswerTokens,
    openVideo: (place, { signal }) => openVideo(placeOnDisk(place), signal ? { signal } : {}),
    notices: limitNotices(model.defaults?.knows),
    ...(options.cache !== false && {
      cache: diskVideoTokenCache(options.cache ?? {}),
      contentKey: (place: VideoPlace, { signal }: { readonly signal?: AbortSignal }) =>
        fileContentHash(placeOnDisk(place), signal ? { signal } : {}),
    }),
  });
}

function placeOnDisk(place: VideoPlace): string | URL {
  if (!(place instanceof Blob)) return place;
  throw new VideoNotFoundError({ place: 'a Blob', reason: 'Node opens files by path' });
}

/** A model that was trained for something narrow says so with every video. */
function limitNotices(knows: string | undefined): readonly Notice[] {
  if (knows === undefined) return [];
  return [{ code: 'model-limits', message: `This model knows ${knows}. Other videos want another model.` }];
}
