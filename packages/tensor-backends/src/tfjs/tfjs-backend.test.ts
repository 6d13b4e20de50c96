import { tensorBackendConformance } from '@slowfast/test-kit';
import { aggregationGoldenNames, readAggregationGolden } from '@slowfast/test-kit/node';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { tfjsBackend } from './tfjs-backend.ts';

for (const name of ['cpu', 'wasm']) {
  tensorBackendConformance(`tfjsBackend on ${name}`, {
    create: async () => {
      await tf.setBackend(name);
      await tf.ready();
      return { backend: tfjsBackend(tf), liveTensors: () => tf.memory().numTensors };
    },
    goldens: aggregationGoldenNames().map(readAggregationGolden),
  });
}
