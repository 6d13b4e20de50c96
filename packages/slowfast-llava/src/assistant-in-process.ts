import { findVideo } from '@slowfast/frame-sources/node';
import { openModel } from '@slowfast/hub-client/node';
import type { ModelFiles } from '@slowfast/model-files';
import { onnxRuntimeNode } from '@slowfast/onnx-session';
import {
  ModelNotFoundError,
  PackageBundledError,
  type RuntimeDescription,
  type VideoAssistant,
} from '@slowfast/spec';
import { modelFolder as embeddedModelFolder } from '@slowfast/tiny-model';
import { diskVideoTokenCache } from '@slowfast/video-token-caches/disk';
import { assembleAssistant } from './assemble-assistant.ts';
import type { InThreadOptions } from './assistant-options.ts';
import { isModelFolder } from './is-model-folder.ts';
import { weightsWatch } from './weights-watch.ts';

/**
 * Makes an assistant from a checkpoint in this thread, which models block while they run.
 *
 * @throws RuntimeUnavailableError in a worker thread of your own, when its first model is loaded, unless the main thread called
 * `disableRuntimeTelemetry` before it started the worker.
 */
export async function assistantInProcess(options: InThreadOptions = {}): Promise<VideoAssistant> {
  const weights = weightsWatch();
  const { onProgress } = weights;
  const { model = embeddedModelFolder, ...rest } = options;
  const folder = isModelFolder(model)
    ? model
    : await openModel(model, {
        onProgress,
        ...(rest.dtype !== undefined && { dtype: rest.dtype }),
        ...(rest.hub !== undefined && { hub: rest.hub }),
        ...(rest.onDownload && { onDownload: rest.onDownload }),
        ...(rest.signal && { signal: rest.signal }),
      }).catch((error) => Promise.reject(whyNotOpened(model, error)));
  const cache = options.cache === false ? undefined : (options.cache ?? {});
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
    findVideo: (place, { signal }) => findVideo(place, { contentKey: cache?.key, signal }),
    ...(cache && { cache: diskVideoTokenCache(cache) }),
  });
}

/** The embedded model is a package's own file, which is missing only where a bundle left it out. */
function whyNotOpened(model: string | URL | ModelFiles, error: unknown): unknown {
  const isLost = model === embeddedModelFolder && error instanceof ModelNotFoundError;
  if (!isLost) return error;
  const missing = `model of @slowfast/tiny-model at ${error.facts.place}`;
  return new PackageBundledError({ package: 'slowfast-llava', missing }, { cause: error });
}
