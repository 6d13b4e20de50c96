import { RuntimeUnavailableError, type TensorBackend } from '@slowfast/spec';
import { tfjsBackend } from '@slowfast/tensor-backends/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';

/**
 * TensorFlow.js on WebAssembly, on one thread: its threads are scripts made of text, which the page's policy refuses.
 *
 * @throws RuntimeUnavailableError when it does not start.
 */
export async function tfjsWasmBackend(): Promise<TensorBackend> {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    // Asked for by name, and never fetched without threads.
    'tfjs-backend-wasm-threaded-simd.wasm': simd,
  });
  const isThere = await tf.setBackend('wasm').catch(() => false);
  if (isThere) return tfjsBackend(tf);
  throw new RuntimeUnavailableError({
    runtime: 'TensorFlow.js on WebAssembly',
    reason: 'it does not start',
    remedy: 'Choose another backend in the settings',
  });
}
