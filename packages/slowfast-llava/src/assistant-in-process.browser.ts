import { openVideo } from '@slowfast/frame-sources/browser';
import { openModelFolder } from '@slowfast/model-files';
import type { VideoPlace } from '@slowfast/pipeline';
import type { VideoAssistant } from '@slowfast/spec';
import { modelFolder as embeddedModelFolder } from '@slowfast/tiny-model';
import { blobContentHash, browserVideoTokenCache } from '@slowfast/video-token-caches/browser';
import { type AdaptStages, assembleAssistant } from './assemble-assistant.ts';
import { type BackendTable, defaultBackends } from './backend-table.ts';
import type { BrowserAssistantOptions } from './browser-assistant-options.ts';
import { formTimesOf } from './device/chosen-devices.ts';
import { choosePageDevices, pageRuntimes } from './device/page-devices.ts';
import { checkAssistantOptions, openingOptionNames } from './option-names.ts';
import { weightsWatch } from './weights-watch.ts';

/**
 * Makes an assistant from a checkpoint in this thread, which may be a page or a worker. Its calls block the thread while
 * a model runs on WebAssembly: {@link openAssistant} keeps it in a worker instead.
 *
 * @param backends more backends by name, for the option `backend`.
 * @param adaptStages puts stages of your own in the place of some, or around them.
 */
export async function assistantInProcess(
  options: Omit<BrowserAssistantOptions, 'worker'> = {},
  backends: BackendTable = {},
  adaptStages?: AdaptStages,
): Promise<VideoAssistant> {
  checkAssistantOptions('assistantInProcess', options, openingOptionNames);
  const weights = weightsWatch();
  const { onProgress } = weights;
  const devices = await choosePageDevices(options);
  const running = pageRuntimes(devices, options.threads);
  const folder = await openModelFolder(options.model ?? embeddedModelFolder, {
    onProgress,
    formTimes: formTimesOf(devices),
    ...(options.dtype !== undefined && { dtype: options.dtype }),
    ...(options.hub !== undefined && { hub: options.hub }),
    ...(options.onDownload && { onDownload: options.onDownload }),
    ...(options.signal && { signal: options.signal }),
  });
  return assembleAssistant(folder, options, {
    watchWeights: weights.watch,
    runtimes: running.runtimes,
    describeRuntime: async () => {
      const quantizedProducts = await running.checkProcessorProducts();
      return { ...running.describe(), ...(quantizedProducts && { quantizedProducts }) };
    },
    runtimeNotices: running.notices,
    backends: { ...defaultBackends, ...backends },
    ...(adaptStages && { adaptStages }),
    openVideo: (place, { signal }) => openVideo(place, signal ? { signal } : {}),
    ...(options.cache !== false && {
      cache: browserVideoTokenCache(
        options.cache?.maxBytes === undefined ? {} : { maxBytes: options.cache.maxBytes },
      ),
      contentKey: (place: VideoPlace, { signal }: { readonly signal?: AbortSignal }) =>
        blobContentHash(place, signal ? { signal } : {}),
    }),
  });
}
