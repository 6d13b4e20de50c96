import { runtimeFailed } from '../runtime-failed.ts';

/** Bytes of a model at an address; relative ones count from the page or worker. */
export async function fetchModel(model: string | URL, signal?: AbortSignal): Promise<Uint8Array> {
  try {
    const address = new URL(model, globalThis.location?.href);
    const response = await fetch(address, { signal: signal ?? null });
    if (!response.ok) throw new Error(`the server answers ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    signal?.throwIfAborted();
    throw runtimeFailed('onnxruntime-web', `loading ${model}`, cause);
  }
}
