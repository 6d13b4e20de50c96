import { tensorBackendConformance } from '@slowfast/test-kit';
import { aggregationGoldenNames, readAggregationGolden } from '@slowfast/test-kit/node';
import { referenceBackend } from './reference-backend.ts';

tensorBackendConformance('referenceBackend', {
  create: () => {
    const backend = referenceBackend();
    return { backend, liveTensors: () => backend.liveTensors };
  },
  goldens: aggregationGoldenNames().map(readAggregationGolden),
});
