import { tensorBackendConformance } from '@slowfast/test-kit';
import { readAggregationGoldens } from '@slowfast/test-kit/files';
import { tf } from '../testing/tfjs-with-wasm.ts';
import { tfjsBackend } from './tfjs-backend.ts';

for (const name of ['cpu', 'wasm']) {
  tensorBackendConformance(`tfjsBackend on ${name}`, {
    create: async () => {
      await tf.setBackend(name);
      await tf.ready();
      return { backend: tfjsBackend(tf), liveTensors: () => tf.memory().numTensors };
    },
    goldens: await readAggregationGoldens(),
  });
}
