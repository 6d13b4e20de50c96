import { findVideo } from '@slowfast/frame-sources/browser';
import { openModel } from '@slowfast/hub-client/browser';
import { type FormTimes, wasmFormTimes } from '@slowfast/model-files';
import { chooseOnnxRuntime } from '@slowfast/onnx-session';
import type { VideoAssistant } from '@slowfast/spec';
import { modelFiles as embeddedModel } from '@slowfast/tiny-model/files';
import { browserVideoTokenCache } from '@slowfast/video-token-caches/browser';
import { assembleAssistant } from './assemble-assistant.ts';
import type { InThreadOptions } from './assistant-options.ts';
import { isModelFolder } from './is-model-folder.ts';
import { runtimeWithFallback } from './runtime-with-fallback.ts';
import { weightsWatch } from './weights-watch.ts';

/** What is known of the speed of precisions, by provider: there was no graphics processor to measure WebGPU on. */
const formTimesOf: Readonly<Record<string, FormTimes>> = { wasm: wasmFormTimes };

/** Makes an assistant from a checkpoint in this thread, a page's or a worker's, which models on WebAssembly block while they run. */
export async function assistantInProcess(options: InThreadOptions = {}): Promise<VideoAssistant> {
  const weights = weightsWatch();
  const { onProgress } = weights;
  const { device = 'auto', threads } = options;
  const running = await runtimeWithFallback(device, (asked) =>
    chooseOnnxRuntime({ device: asked, ...(threads !== undefined && { threads }) }),
  );
  const formTimes = formTimesOf[running.description().provider];
  const { model = embeddedModel } = options;
  const folder = isModelFolder(model)
    ? model
    : await openModel(model, {
        onProgress,
        ...(formTimes && { formTimes }),
        ...(options.dtype !== undefined && { dtype: options.dtype }),
        ...(options.hub !== undefined && { hub: options.hub }),
        ...(options.onDownload && { onDownload: options.onDownload }),
        ...(options.signal && { signal: options.signal }),
      });
  const cache = options.cache === false ? undefined : (options.cache ?? {});
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
    findVideo: (place, { signal }) => findVideo(place, { contentKey: cache?.key, signal }),
    ...(cache && {
      cache: browserVideoTokenCache(cache.maxBytes === undefined ? {} : { maxBytes: cache.maxBytes }),
    }),
  });
}
