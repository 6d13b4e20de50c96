import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testProcessors } from '@slowfast/emulated-processor';
import { afterAll, beforeAll, expect, test } from 'vitest';

const script = new URL('./print-precision-distances.ts', import.meta.url);
const all = ['_quantized', '_int8', '_uint8', '_q4'];

/**
 * Computes published files of all precisions on the processor at hand, and of some on an emulated one, where each takes a quarter of a
 * minute.
 */
export function publishedOnProcessors(emulated: readonly string[]): void {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'published-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.for(testProcessors)(
    'published precisions are what another build of the runtime computes, on $name',
    async ({ skipReason, overflows, run }, { skip }) => {
      if (skipReason !== undefined) skip(skipReason);
      // Each processor runs the vision model of signed weights. Emulated, the others would take minutes: their tokens are there already.
      await rm(join(folder, 'tokens_int8'), { force: true });
      const asked = overflows ? emulated : all;
      const distances = (await run(script, [folder, ...asked])) as Record<string, number>;
      expect(Object.keys(distances)).toEqual(asked);
      for (const distance of Object.values(distances)) expect(distance).toBeLessThan(1e-5);
    },
  );
}
