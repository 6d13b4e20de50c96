import { expect, test } from 'vitest';
import { abortableWeights } from './abortable-weights.ts';
import { floatRows } from './float-rows.ts';
import { weightsInMemory } from './weights-in-memory.ts';

test('a weight that is being made is not made further when the signal is aborted', async () => {
  const shape = [3, 1_500_000];
  const source = weightsInMemory({ table: { shape, values: new Float32Array(4_500_000) } });
  const controller = new AbortController();
  const reason = new Error('enough');
  const stored = floatRows(abortableWeights(source, controller.signal).tensor('table'));
  let pieces = 0;
  const making = (async () => {
    for await (const _ of stored.pieces()) {
      pieces += 1;
      controller.abort(reason);
    }
  })();
  await expect(making).rejects.toBe(reason);
  expect(pieces).toBe(1);
});
