import { openVideo } from '@slowfast/frame-sources/node';
import { type ModelFiles, type ModelFolder, openModelFolder } from '@slowfast/model-files';
import type { VideoPlace } from '@slowfast/pipeline';
import {
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
import { type ChosenDevices, formTimesOf } from './device/chosen-devices.ts';
import { chooseNodeDevices, nodeRuntimes } from './device/node-devices.ts';
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
 * @param chosen the devices, where they were chosen before; `device` says them if absent.
 */
export async function assistantInProcess(
  options: Omit<NodeAssistantOptions, 'model'> & {
    readonly model?: NodeAssistantOptions['model'] | ModelFolder;
  } = {},
  backends: BackendTable = {},
  adaptStages?: AdaptStages,
  chosen?: ChosenDevices,
): Promise<VideoAssistant> {
  checkAssistantOptions('assistantInProcess', options, openingOptionNames);
  const weights = weightsWatch();
  const { onProgress } = weights;
  const { model = embeddedModelFolder, ...rest } = options;
  const devices = chosen ?? (await chooseNodeDevices(options));
  const folder = isModelFolder(model)
    ? model
    : await openModelFolder(model, {
        onProgress,
        formTimes: formTimesOf(devices),
        ...(rest.dtype !== undefined && { dtype: rest.dtype }),
        ...(rest.hub !== undefined && { hub: rest.hub }),
        ...(rest.onDownload && { onDownload: rest.onDownload }),
        ...(rest.signal && { signal: rest.signal }),
      }).catch((error) => Promise.reject(whyNotOpened(model, error)));
  const running = nodeRuntimes(devices, options.threads);
  return assembleAssistant(folder, rest, {
    watchWeights: weights.watch,
    runtimes: running.runtimes,
    describeRuntime: async (): Promise<RuntimeDescription> => {
      const { instructions } = await running.runtimes.decoder_model_merged.describe();
      const quantizedProducts = await running.checkProcessorProducts();
      return {
        ...running.describe(),
        ...(instructions && { instructions }),
        ...(quantizedProducts && { quantizedProducts }),
      };
    },
    runtimeNotices: running.notices,
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
  if (!(place instanceof Blob)) return place;
  throw new VideoNotFoundError({ place: 'a Blob', reason: 'Node opens files by path' });
}

function isModelFolder(model: object | string): model is ModelFolder {
  return typeof model === 'object' && 'onnxFile' in model && typeof model.onnxFile === 'function';
}
