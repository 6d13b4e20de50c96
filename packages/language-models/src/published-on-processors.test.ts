import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testProcessors } from '@slowfast/emulated-processor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const script = new URL('./testing/print-precision-distances.ts', import.meta.url);
const suffixes = ['_quantized', '_int8', '_uint8', '_q4'];

// One vision model is run on each processor, that of signed weights; emulated, the others would take minutes.
let folder: string;
let ownTower: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'published-'));
  ownTower = await mkdtemp(join(tmpdir(), 'published-'));
});
afterAll(async () => {
  for (const each of [folder, ownTower]) await rm(each, { recursive: true, force: true });
});

describe.each(testProcessors)('published precisions on $name', ({ skipReason, run }) => {
  test('are what another build of the runtime computes', async ({ skip }) => {
    if (skipReason !== undefined) skip(skipReason);
    const distances = (await run(script, [folder, ...suffixes])) as Record<string, number>;
    expect(Object.keys(distances)).toEqual(suffixes);
    for (const distance of Object.values(distances)) expect(distance).toBeLessThan(1e-5);
  });

  test('the vision model of signed weights too', async ({ skip }) => {
    if (skipReason !== undefined) skip(skipReason);
    await rm(join(ownTower, 'tokens_int8'), { force: true });
    expect(await run(script, [ownTower, '_int8'])).toEqual({ _int8: expect.closeTo(0, 5) });
  });
});
