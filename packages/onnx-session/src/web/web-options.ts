/** Execution providers of onnxruntime-web that this package runs. Each is a script and a WebAssembly file of its own. */
export type WebProvider = 'wasm' | 'webgpu';

/** How onnxruntime-web runs. The first session of a provider settles threads and files for its page or worker. */
export interface OnnxRuntimeWebOptions {
  /** `wasm`, the processor, if absent. `webgpu` is a graphics processor; what it lacks runs on the processor. */
  readonly provider?: WebProvider | undefined;
  /** Threads of the pool that all sessions share; as many as there are cores, but no more than 8, if absent. */
  readonly threads?: number | undefined;
  /**
   * Where the WebAssembly is: a folder (address that ends in `/`) with the files of onnxruntime-web's `dist`, or the
   * address of each file. If absent, where the bundler put it.
   */
  readonly wasmPaths?:
    | string
    | { readonly wasm?: string | URL | undefined; readonly mjs?: string | URL | undefined }
    | undefined;
}

/** Whether the script that threads run is given by its address. */
export function hasOwnScript(wasmPaths: OnnxRuntimeWebOptions['wasmPaths']): boolean {
  return typeof wasmPaths === 'string' || wasmPaths?.mjs !== undefined;
}
