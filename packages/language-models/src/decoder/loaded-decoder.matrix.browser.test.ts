import { decodersBesideTransformers } from '../testing/loaded-decoder-suite.ts';

// WebGPU, be it software; loaded-decoder.both.test.ts has the other runtimes, and of the layouts on software one.
decodersBesideTransformers((_, { name }) => name === 'WebGPU');
