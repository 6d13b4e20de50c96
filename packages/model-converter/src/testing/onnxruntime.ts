/** The judge of the format: onnxruntime-node in Node, onnxruntime-web on WebAssembly in browsers. */
export const { InferenceSession, Tensor } =
  'document' in globalThis ? await import('onnxruntime-web/wasm') : await import('onnxruntime-node');
