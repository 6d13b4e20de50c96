import { tensorBackendConformance } from '@slowfast/test-kit';
import { readAggregationGoldens } from '@slowfast/test-kit/files';
import { referenceBackend } from './reference-backend.ts';

tensorBackendConformance('referenceBackend', {
  create: () => {
    const backend = referenceBackend();
    return { backend, liveTensors: () => backend.liveTensors };
  },
  goldens: await readAggregationGoldens(),
});
