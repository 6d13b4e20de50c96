import { testProcessors } from '@slowfast/emulated-processor';
import type { QuantizedProductCheck } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { fewProductKinds } from '../testing/product-kinds.ts';

interface Printed {
  readonly found: readonly { readonly distance?: number; readonly code?: string }[];
  readonly checks: readonly QuantizedProductCheck[];
}

test.for(testProcessors)(
  '8-bit products are right or refused on $name',
  async ({ skipReason, overflows, run }, { skip }) => {
    if (skipReason !== undefined) skip(skipReason);
    const script = new URL('../testing/print-known-products.ts', import.meta.url);
    const { found, checks } = (await run(script)) as Printed;
    expect(found).toHaveLength(fewProductKinds.length);
    for (const [kind, { distance, code }] of found.entries()) {
      if (distance !== undefined) expect(distance).toBeLessThan(1e-6);
      else expect([code, fewProductKinds[kind]!.weights]).not.toEqual([code, 'graph']);
      if (code !== undefined) expect(code).toBe('quantized-product-wrong');
    }
    for (const { product, found: byDefault, expected, mode } of checks) {
      const isSigned = product.endsWith(' int8 weights');
      if (overflows && isSigned) expect(byDefault).toBeLessThan(0.6 * expected);
      expect(mode).toBe(Math.abs(byDefault - expected) < 1e-4 ? 'default' : 'precise');
    }
  },
);
