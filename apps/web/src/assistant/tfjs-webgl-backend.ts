import { RuntimeUnavailableError, type TensorBackend } from '@slowfast/spec';
import { tfjsBackend } from '@slowfast/tensor-backends/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgl';

/**
 * TensorFlow.js on the graphics processor.
 *
 * @throws RuntimeUnavailableError where workers have no WebGL.
 */
export async function tfjsWebglBackend(): Promise<TensorBackend> {
  const isThere = await tf.setBackend('webgl').catch(() => false);
  if (isThere) return tfjsBackend(tf);
  throw new RuntimeUnavailableError({
    runtime: 'TensorFlow.js on WebGL',
    reason: 'this browser has no WebGL in workers',
    remedy: 'Choose another backend in the settings, or switch on hardware acceleration in the browser',
  });
}
