import { conformanceWhere } from './testing/model-conformance.ts';

// The other models on an adapter that is software are in conformance.matrix.browser.test.ts.
await conformanceWhere(
  (model, { slowReason }) =>
    slowReason === undefined || model === 'a Qwen2 language model with byte-level tokens',
);
