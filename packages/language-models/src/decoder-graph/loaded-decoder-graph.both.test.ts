import { decoderGraphsBesideTransformers } from '../testing/loaded-decoder-graph-suite.ts';

// The other layout on an adapter that is software is in loaded-decoder-graph.matrix.browser.test.ts.
decoderGraphsBesideTransformers((layout, { slowReason }) => slowReason === undefined || layout === 'whole');
