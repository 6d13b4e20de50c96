import { findVideo } from '@slowfast/frame-sources/browser';
import { openModel } from '@slowfast/hub-client/browser';
import type { VideoAssistant } from '@slowfast/spec';
import { modelFiles as embeddedModel } from '@slowfast/tiny-model/files';
import { blobOverflow, browserVideoTokenCache } from '@slowfast/video-token-caches/browser';
import { assembleAssistant } from './assemble-assistant.ts';
import type { InThreadOptions } from './assistant-options.ts';
import { formTimesOf } from './device/chosen-devices.ts';
import { choosePageDevices, pageRuntimes } from './device/page-devices.ts';
import { isModelFolder } from './is-model-folder.ts';
import { weightsWatch } from './weights-watch.ts';

/** Makes an assistant from a checkpoint in this thread, a page's or a worker's, which models on WebAssembly block while they run. */
export async function assistantInProcess(options: InThreadOptions = {}): Promise<VideoAssistant> {
  const weights = weightsWatch();
  const { onProgress } = weights;
  const { model = embeddedModel, dtype, hub, onDownload, signal, threads } = options;
  const devices = await choosePageDevices(options);
  const running = pageRuntimes(devices, threads);
  const formTimes = formTimesOf(devices);
  const folder = isModelFolder(model)
    ? model
    : await openModel(model, { onProgress, formTimes, dtype, hub, onDownload, signal });
  const cache = options.cache === false ? undefined : (options.cache ?? {});
  return assembleAssistant(folder, options, {
    watchWeights: weights.watch,
    runtimes: running.runtimes,
    describeRuntime: async () => {
      const quantizedProducts = await running.checkProcessorProducts();
      return { ...running.describe(), ...(quantizedProducts && { quantizedProducts }) };
    },
    runtimeNotices: running.notices,
    findVideo: (place, { signal: cancel }) => findVideo(place, { contentKey: cache?.key, signal: cancel }),
    cache: cache && browserVideoTokenCache({ maxBytes: cache.maxBytes }),
    overflow: blobOverflow(),
  });
}
