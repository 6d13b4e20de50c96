import { openVideo } from '@slowfast/frame-sources/node';
import { type ModelFiles, type ModelFolder, openModelFolder } from '@slowfast/model-files';
import { onnxRuntimeNode } from '@slowfast/onnx-session';
import type { VideoPlace } from '@slowfast/pipeline';
import {
  isBlob,
  ModelNotFoundError,
  PackageBundledError,
  type RuntimeDescription,
  type VideoAssistant,
  VideoNotFoundError,
} from '@slowfast/spec';
import { modelFolder as embeddedModelFolder } from '@slowfast/tiny-model';
import { diskVideoTokenCache, fileContentHash } from '@slowfast/video-token-caches/disk';
import { type AdaptStages, assembleAssistant } from './assemble-assistant.ts';
import { type BackendTable, defaultBackends } from './backend-table.ts';
import type { NodeAssistantOptions } from './node-assistant-options.ts';
import { checkAssistantOptions, openingOptionNames } from './option-names.ts';
import { weightsWatch } from './weights-watch.ts';

/**
 * Makes an assistant from a checkpoint in this thread. Its calls block the thread while a model runs:
 * {@link openAssistant} keeps it in a worker instead. In a worker thread of your own, call `disableRuntimeTelemetry` in the main thread
 * before you start it: else the first model that is loaded fails with RuntimeUnavailableError.
 *
 * @param options its `model` may be a folder that is open already, e.g. to plan with.
 * @param backends more backends by name, for the option `backend`.
 * @param adaptStages puts stages of your own in the place of some, or around them.
 */
export async function assistantInProcess(
  options: Omit<NodeAssistantOptions, 'model'> & {
    readonly model?: NodeAssistantOptions['model'] | ModelFolder;
  } = {},
  backends: BackendTable = {},
  adaptStages?: AdaptStages,
): Promise<VideoAssistant> {
  checkAssistantOptions('assistantInProcess', options, openingOptionNames);
  const weights = weightsWatch();
  const { onProgress } = weights;
  const { model = embeddedModelFolder, ...rest } = options;
  const folder = isModelFolder(model)
    ? model
    : await openModelFolder(model, {
        onProgress,
        ...(rest.dtype !== undefined && { dtype: rest.dtype }),
        ...(rest.hub !== undefined && { hub: rest.hub }),
        ...(rest.onDownload && { onDownload: rest.onDownload }),
        ...(rest.signal && { signal: rest.signal }),
      }).catch((error) => Promise.reject(whyNotOpened(model, error)));
  const runtime = onnxRuntimeNode();
  return assembleAssistant(folder, rest, {
    watchWeights: weights.watch,
    runtime,
    describeRuntime: async (): Promise<RuntimeDescription> => {
      const { name, threads, instructions } = await runtime.describe();
      const used = options.threads ?? threads;
      return {
        ...{ name, provider: 'cpu' },
        ...(used !== undefined && { threads: used }),
        ...(instructions && { instructions }),
        quantizedProducts: await runtime.checkQuantizedProducts(),
      };
    },
    runtimeNotices: () => [],
    backends: { ...defaultBackends, ...backends },
    ...(adaptStages && { adaptStages }),
    openVideo: (place, { signal }) => openVideo(placeOnDisk(place), signal ? { signal } : {}),
    ...(options.cache !== false && {
      cache: diskVideoTokenCache(options.cache ?? {}),
      contentKey: (place: VideoPlace, { signal }: { readonly signal?: AbortSignal }) =>
        fileContentHash(placeOnDisk(place), signal ? { signal } : {}),
    }),
  });
}

/** The embedded model is a package's own file, which is missing only where a bundle left it out. */
function whyNotOpened(model: string | URL | ModelFiles, error: unknown): unknown {
  const isLost = model === embeddedModelFolder && error instanceof ModelNotFoundError;
  if (!isLost) return error;
  const missing = `model of @slowfast/tiny-model at ${error.facts.place}`;
  return new PackageBundledError({ package: 'slowfast-llava', missing }, { cause: error });
}

function placeOnDisk(place: VideoPlace): string | URL {
  if (!isBlob(place)) return place;
  throw new VideoNotFoundError({ place: 'a Blob', reason: 'Node opens files by path' });
}

function isModelFolder(model: object | string): model is ModelFolder {
  return typeof model === 'object' && 'onnxFile' in model && typeof model.onnxFile === 'function';
}
