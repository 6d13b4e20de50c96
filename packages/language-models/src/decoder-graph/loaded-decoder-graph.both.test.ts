import { decoderGraphsBesideTransformers } from '../testing/loaded-decoder-graph-suite.ts';

// On an adapter that is software the other layout, longer answers and another length of chunks are in
// loaded-decoder-graph.matrix.browser.test.ts.
decoderGraphsBesideTransformers({
  isTested: (layout, { slowReason }) => slowReason === undefined || layout === 'whole',
  slowSteps: 16,
  slowChunks: [7],
});
