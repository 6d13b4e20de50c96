import type { RuntimeUnavailableError } from '@slowfast/spec';
import type { OnnxRuntimeDescription } from '../onnx-runtime.ts';
import { findGraphicsAdapter } from './graphics-adapter.ts';
import { loadOnnxRuntimeWeb } from './load-onnxruntime-web.ts';
import type { WebProvider } from './web-options.ts';
import type { WebThreads } from './web-threads.ts';

const name = 'onnxruntime-web';

// A function that uses a 128-bit vector: https://github.com/GoogleChromeLabs/wasm-feature-detect (simd).
const vectorModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15],
  ...[253, 98, 11],
);

/** What a provider is like in this page or worker. Loads its script, but no WebAssembly. Never throws. */
export async function describeOnnxRuntimeWeb(
  provider: WebProvider,
  findThreads: () => WebThreads,
): Promise<OnnxRuntimeDescription> {
  const unavailable = (reason: string, remedy: string) => ({
    ...{ name, available: false, providers: [], reason, remedy },
  });
  try {
    if (!WebAssembly.validate(vectorModule)) {
      return unavailable('WebAssembly has no SIMD here', 'Use a browser of 2023 or later');
    }
    const adapter = provider === 'webgpu' ? await findGraphicsAdapter() : undefined;
    if (adapter?.kind === 'none') return unavailable(adapter.reason, adapter.remedy);
    const { ort } = await loadOnnxRuntimeWeb(provider);
    const possible = findThreads();
    const limits = [possible.reason, adapter?.kind === 'software' ? slow(adapter.reason) : undefined];
    return {
      name,
      available: true,
      ...(ort.env.versions.web ? { version: ort.env.versions.web } : {}),
      providers: provider === 'webgpu' ? ['webgpu', 'wasm'] : ['wasm'],
      threads: ort.env.wasm.numThreads || possible.threads,
      limits: limits.filter((limit) => limit !== undefined),
    };
  } catch (error) {
    const facts = (error as Partial<RuntimeUnavailableError>).facts;
    return unavailable(facts?.reason ?? String(error), facts?.remedy ?? 'Use a recent browser');
  }
}

function slow(reason: string): string {
  return `WebGPU is slow here, because ${reason}: switch on hardware acceleration, or use WebAssembly`;
}
