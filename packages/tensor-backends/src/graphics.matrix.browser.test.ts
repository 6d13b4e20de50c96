import { tensorBackendConformance } from '@slowfast/test-kit';
import { readAggregationGoldens } from '@slowfast/test-kit/files';
import * as tf from '@tensorflow/tfjs';
import { onnxBackend } from './onnx/onnx-backend.ts';
import { testRuntimes } from './testing/test-runtimes.ts';
import { tfjsBackend } from './tfjs/tfjs-backend.ts';

// Every aggregation on graphics processors, be they software; tests of each backend have one in four.
const goldens = await readAggregationGoldens();

tensorBackendConformance('onnxBackend over onnxruntime-web on WebGPU', {
  create: () => {
    const backend = onnxBackend({ runtime: testRuntimes['onnxruntime-web on WebGPU']!() });
    return { backend, liveTensors: () => backend.liveTensors };
  },
  goldens,
});

tensorBackendConformance('tfjsBackend on webgl', {
  create: async () => {
    await tf.setBackend('webgl');
    await tf.ready();
    return { backend: tfjsBackend(tf), liveTensors: () => tf.memory().numTensors };
  },
  goldens,
});
