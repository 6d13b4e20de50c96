import { testProcessors } from '@slowfast/emulated-processor';
import { expect, test } from 'vitest';
import type { FormDistance } from './testing/form-distances.ts';

const script = new URL('./testing/print-form-distances.ts', import.meta.url);

test.for(testProcessors)(
  'products of every form are the plain products of what it keeps, on $name',
  async ({ skipReason, run }, { skip }) => {
    if (skipReason !== undefined) skip(skipReason);
    const distances = (await run(script)) as readonly FormDistance[];
    expect(distances).toHaveLength(10);
    for (const { distance } of distances) expect(distance).toBeLessThan(1e-5);
  },
);
