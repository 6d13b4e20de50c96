import type { QuantizedProduct } from '@slowfast/onnx-format';
import { isUrl } from '@slowfast/spec';
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
import { usableCoreCount } from './core-count.ts';
import { loadOnnxRuntimeNode, type OnnxRuntimeNodeModule } from './load-onnxruntime-node.ts';
import { modelLabel, openSessionNode } from './open-session-node.ts';
import { processorInstructions } from './processor-instructions.ts';
import type { NodeProvider } from './provider.ts';
import { externalDataReader, readModel } from './read-model.ts';

const name = 'onnxruntime-node';

/**
 * onnxruntime-node, an optional peer dependency that is loaded with the first session. Loading and running block the
 * thread they are called on; use a worker to keep it free.
 */
export function onnxRuntimeNode({ provider = 'cpu' }: OnnxRuntimeNodeOptions = {}): OnnxRuntime {
  return {
    name,
    describe,
    checkQuantizedProducts: async () => checks(await loadOnnxRuntimeNode(), [provider]).usual(),
    open: (model, options) => open(model, { ...options, providers: options?.providers ?? [provider] }),
  };
}

/** How onnxruntime-node runs. */
export interface OnnxRuntimeNodeOptions {
  /**
   * What computes: the processor (`cpu`) if absent. What another device lacks runs on the processor in between. Nothing is tried: see
   * {@link chooseOnnxRuntime}.
   */
  readonly provider?: NodeProvider | undefined;
}

async function open(model: OnnxModelSource, options: OnnxSessionOptions): Promise<OnnxSession> {
  options.signal?.throwIfAborted();
  const ort = await loadOnnxRuntimeNode();
  const source = await pathOrBytes(model);
  const products = await modelProducts(
    modelLabel(source),
    (use) => readModel(source, use),
    externalDataReader(source, options.externalData),
  );
  if (products.kinds.length === 0) return openSessionNode(ort, source, options);
  const config = await checks(ort, options.providers).configFor(products, options.config);
  return openSessionNode(ort, source, { ...options, config }, await limits(ort, options, products.kinds));
}

async function limits(
  ort: OnnxRuntimeNodeModule,
  { providers = [] }: OnnxSessionOptions,
  kinds: readonly QuantizedProduct[],
): Promise<readonly string[]> {
  const [device] = providers;
  if (device === undefined || device === 'cpu') return [];
  const products = await productsElsewhere(kinds, async (model, options) =>
    openSessionNode(ort, await pathOrBytes(model), { ...options, providers }),
  );
  return products.length > 0 ? [elsewhereLimit(device, products)] : [];
}

function checks(ort: OnnxRuntimeNodeModule, providers?: readonly string[]): ProductChecks {
  return checksOfModule(ort, name, providers, async (model, options) =>
    openSessionNode(ort, await pathOrBytes(model), { ...options, providers }),
  );
}

async function pathOrBytes(model: OnnxModelSource): Promise<string | Uint8Array> {
  return isUrl(model) ? (await import('node:url')).fileURLToPath(model) : model;
}

async function describe(): Promise<OnnxRuntimeDescription> {
  try {
    const ort = await loadOnnxRuntimeNode();
    const threads = await usableCoreCount();
    const instructions = await processorInstructions();
    return {
      name,
      available: true,
      ...(ort.env.versions.node ? { version: ort.env.versions.node } : {}),
      providers: ort
        .listSupportedBackends()
        .filter((backend) => backend.bundled)
        .map((backend) => backend.name),
      ...(threads === undefined ? {} : { threads }),
      ...(instructions && { instructions }),
    };
  } catch (error) {
    const facts = (error as { facts?: { reason?: string; remedy?: string } }).facts;
    const reason = facts?.reason ?? String(error);
    return {
      name,
      available: false,
      providers: [],
      reason,
      ...(facts?.remedy ? { remedy: facts.remedy } : {}),
    };
  }
}
