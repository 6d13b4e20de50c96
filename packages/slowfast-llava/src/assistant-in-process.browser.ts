import { openVideo } from '@slowfast/frame-sources/browser';
import { openModel } from '@slowfast/hub-client';
import { type FormTimes, wasmFormTimes } from '@slowfast/model-files';
import { chooseOnnxRuntime } from '@slowfast/onnx-session';
import type { VideoPlace } from '@slowfast/pipeline';
import type { VideoAssistant } from '@slowfast/spec';
import { modelFolder as embeddedModelFolder } from '@slowfast/tiny-model';
import { blobContentHash, browserVideoTokenCache } from '@slowfast/video-token-caches/browser';
import { type AdaptStages, assembleAssistant } from './assemble-assistant.ts';
import { type BackendTable, defaultBackends } from './backend-table.ts';
import type { BrowserAssistantOptions } from './browser-assistant-options.ts';
import { checkAssistantOptions, pageOptionNames } from './option-names.ts';
import { runtimeWithFallback } from './runtime-with-fallback.ts';
import { weightsWatch } from './weights-watch.ts';

/** What is known of the speed of precisions, by provider: there was no graphics processor to measure WebGPU on. */
const formTimesOf: Readonly<Record<string, FormTimes>> = { wasm: wasmFormTimes };

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
  checkAssistantOptions('assistantInProcess', options, pageOptionNames);
  const weights = weightsWatch();
  const { onProgress } = weights;
  const { device = 'auto', threads } = options;
  const running = await runtimeWithFallback(device, (asked) =>
    chooseOnnxRuntime({ device: asked, ...(threads !== undefined && { threads }) }),
  );
  const formTimes = formTimesOf[running.description().provider];
  const folder = await openModel(options.model ?? embeddedModelFolder, {
    onProgress,
    ...(formTimes && { formTimes }),
    ...(options.dtype !== undefined && { dtype: options.dtype }),
    ...(options.hub !== undefined && { hub: options.hub }),
    ...(options.onDownload && { onDownload: options.onDownload }),
    ...(options.signal && { signal: options.signal }),
  });
  return assembleAssistant(folder, options, {
    watchWeights: weights.watch,
    runtime: running.runtime,
    describeRuntime: async () => {
      const description = running.description();
      // On a graphics processor they would have to be compiled first.
      if (description.provider !== 'wasm') return description;
      return { ...description, quantizedProducts: await running.runtime.checkQuantizedProducts() };
    },
    runtimeNotices: () => {
      const { reason } = running.description();
      return reason === undefined ? [] : [{ code: 'runtime-limited', message: reason }];
    },
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
