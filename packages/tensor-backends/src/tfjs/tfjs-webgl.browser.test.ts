import { tensorBackendConformance } from '@slowfast/test-kit';
import { readAggregationGoldens } from '@slowfast/test-kit/files';
import * as tf from '@tensorflow/tfjs';
import { fewGoldens } from '../testing/few-goldens.ts';
import { tfjsBackend } from './tfjs-backend.ts';

tensorBackendConformance('tfjsBackend on webgl', {
  create: async () => {
    await tf.setBackend('webgl');
    await tf.ready();
    return { backend: tfjsBackend(tf), liveTensors: () => tf.memory().numTensors };
  },
  goldens: fewGoldens(await readAggregationGoldens()),
});
