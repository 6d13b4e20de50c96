import { findVideo } from '@slowfast/frame-sources/node';
import { openModel } from '@slowfast/hub-client/node';
import type { ModelFiles } from '@slowfast/model-files';
import {
  ModelNotFoundError,
  PackageBundledError,
  type RuntimeDescription,
  type VideoAssistant,
} from '@slowfast/spec';
import { modelFolder as embeddedModelFolder } from '@slowfast/tiny-model';
import { diskOverflow, diskVideoTokenCache } from '@slowfast/video-token-caches/disk';
import { assembleAssistant } from './assemble-assistant.ts';
import type { InThreadOptions } from './assistant-options.ts';
import { type ChosenDevices, formTimesOf } from './device/chosen-devices.ts';
import { chooseNodeDevices, nodeRuntimes } from './device/node-devices.ts';
import { isModelFolder } from './is-model-folder.ts';
import { weightsWatch } from './weights-watch.ts';

/**
 * Makes an assistant from a checkpoint in this thread, which models block while they run.
 *
 * @param chosen the devices, where they were chosen before; `device` says them if absent.
 * @throws RuntimeUnavailableError in a worker thread of your own, when its first model is loaded, unless the main thread called
 * `disableRuntimeTelemetry` before it started the worker.
 */
export async function assistantInProcess(
  options: InThreadOptions = {},
  chosen?: ChosenDevices,
): Promise<VideoAssistant> {
  const weights = weightsWatch();
  const { onProgress } = weights;
  const { model = embeddedModelFolder, dtype, hub, onDownload, signal, threads } = options;
  const devices = chosen ?? (await chooseNodeDevices(options));
  const formTimes = formTimesOf(devices);
  const folder = isModelFolder(model)
    ? model
    : await openModel(model, { onProgress, formTimes, dtype, hub, onDownload, signal }).catch((error) =>
        Promise.reject(whyNotOpened(model, error)),
      );
  const running = nodeRuntimes(devices, threads);
  const cache = options.cache === false ? undefined : (options.cache ?? {});
  return assembleAssistant(folder, options, {
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
    findVideo: (place, { signal: cancel }) => findVideo(place, { contentKey: cache?.key, signal: cancel }),
    cache: cache && diskVideoTokenCache(cache),
    overflow: diskOverflow(),
  });
}

/** The embedded model is a package's own file, which is missing only where a bundle left it out. */
function whyNotOpened(model: string | URL | ModelFiles, error: unknown): unknown {
  const isLost = model === embeddedModelFolder && error instanceof ModelNotFoundError;
  if (!isLost) return error;
  const missing = `model of @slowfast/tiny-model at ${error.facts.place}`;
  return new PackageBundledError({ package: 'slowfast-llava', missing }, { cause: error });
}
