import { decoderGraphsBesideTransformers } from '../testing/loaded-decoder-graph-suite.ts';

// WebGPU, be it software; loaded-decoder-graph.both.test.ts has the other runtimes, and of the layouts on software one.
decoderGraphsBesideTransformers({
  isTested: (_, { name }) => name === 'WebGPU',
  slowSteps: 64,
  slowChunks: [7, 64],
});
