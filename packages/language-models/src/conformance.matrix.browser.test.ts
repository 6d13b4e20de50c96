import { conformanceWhere } from './testing/model-conformance.ts';

// WebGPU, be it software; conformance.both.test.ts has the other runtimes, and of the models on software one.
await conformanceWhere((_, { name }) => name === 'WebGPU');
