import { bytesInMemory, type QuantizedProduct } from '@slowfast/onnx-format';
import { isUint8Array } from '@slowfast/spec';
import type {
  OnnxModelSource,
  OnnxRuntime,
  OnnxRuntimeDescription,
  OnnxSessionOptions,
} from '../onnx-runtime.ts';
import type { OnnxSession } from '../onnx-session.ts';
import { checksOfModule } from '../quantized-products/checks-of-module.ts';
import { modelProducts } from '../quantized-products/model-products.ts';
import type { ProductChecks } from '../quantized-products/product-checks.ts';
import { elsewhereLimit, productsElsewhere } from '../quantized-products/products-elsewhere.ts';
import { checkThreads } from '../thread-setting.ts';
import { describeOnnxRuntimeWeb } from './describe-onnx-runtime-web.ts';
import { fetchModel } from './fetch-model.ts';
import { loadOnnxRuntimeWeb } from './load-onnxruntime-web.ts';
import { openSessionWeb, type WebRuntime, webModelLabel } from './open-session-web.ts';
import { hasOwnScript, type OnnxRuntimeWebOptions } from './web-options.ts';
import { webThreads } from './web-threads.ts';

const name = 'onnxruntime-web';

/**
 * onnxruntime-web, an optional peer dependency whose script and WebAssembly load with the first session. It computes on
 * the thread that it is called on, so keep it in a worker; it starts no worker but those of its threads, for which a page
 * must be cross-origin isolated.
 *
 * The settings of onnxruntime-web are global to a page or worker: `ort.env` of a provider is written once, by the first
 * session; a number of threads or paths that somebody has set there before are kept unless the options name others.
 * Memory that WebAssembly has taken is kept for the next session, never given back.
 */
export function onnxRuntimeWeb(options: OnnxRuntimeWebOptions = {}): OnnxRuntime {
  const { provider = 'wasm' } = options;
  if (options.threads !== undefined) checkThreads(options.threads);
  return {
    name,
    describe: (): Promise<OnnxRuntimeDescription> =>
      describeOnnxRuntimeWeb(provider, () => webThreads(options.threads, hasOwnScript(options.wasmPaths))),
    checkQuantizedProducts: async () => {
      const module = await loadOnnxRuntimeWeb(provider);
      return checks({ module, provider, options }).usual();
    },
    open: (model, sessionOptions = {}) => open({ provider, options }, model, sessionOptions),
  };
}

async function open(
  runtime: Omit<WebRuntime, 'module'>,
  model: OnnxModelSource,
  options: OnnxSessionOptions,
): Promise<OnnxSession> {
  const { signal, threads, providers } = options;
  signal?.throwIfAborted();
  if (threads !== undefined) checkThreads(threads);
  const loaded = { ...runtime, module: await loadOnnxRuntimeWeb(runtime.provider) };
  const label = webModelLabel(model);
  const bytes = isUint8Array(model) ? model : await fetchModel(model, signal);
  const products = await modelProducts(
    label,
    (use) => use(bytesInMemory(bytes)),
    async (path, offset, count) =>
      options.externalData?.find((each) => each.path === path)?.data.subarray(offset, offset + count),
  );
  if (products.kinds.length === 0) return openSessionWeb(loaded, bytes, label, options);
  const config = await checks(loaded, providers).configFor(products, options.config);
  return openSessionWeb(loaded, bytes, label, { ...options, config }, await limits(loaded, products.kinds));
}

async function limits(runtime: WebRuntime, kinds: readonly QuantizedProduct[]): Promise<readonly string[]> {
  if (runtime.provider !== 'webgpu') return [];
  const products = await productsElsewhere(kinds, (model, options = {}) =>
    openSessionWeb(runtime, model as Uint8Array, webModelLabel(model), options),
  );
  return products.length > 0 ? [elsewhereLimit('webgpu', products)] : [];
}

function checks(runtime: WebRuntime, providers?: readonly string[]): ProductChecks {
  return checksOfModule(runtime.module.ort, name, providers, async (model, options = {}) => {
    const bytes = isUint8Array(model) ? model : await fetchModel(model, options.signal);
    return openSessionWeb(runtime, bytes, webModelLabel(model), { ...options, providers });
  });
}
