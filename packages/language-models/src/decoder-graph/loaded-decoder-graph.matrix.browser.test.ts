import { decoderGraphsBesideTransformers } from '../testing/loaded-decoder-graph-suite.ts';

// WebGPU, be it software; loaded-decoder-graph.both.test.ts has the other runtimes, and of the layouts on software one.
decoderGraphsBesideTransformers((_, { name }) => name === 'WebGPU');
