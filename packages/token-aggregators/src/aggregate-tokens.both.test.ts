import { InvalidTensorError } from '@slowfast/spec';
import { referenceBackend } from '@slowfast/tensor-backends/reference';
import { parseAggregationGolden } from '@slowfast/test-kit';
import { readGolden } from '@slowfast/test-kit/files';
import { describe, expect, test } from 'vitest';
import { aggregateTokens } from './aggregate-tokens.ts';
import { parseAggregation } from './parse-aggregation.ts';

describe('aggregateTokens', () => {
  test('gives values that outlive the backend’s tensors', async () => {
    const golden = parseAggregationGolden(await readGolden('agg-slow10-concat-t8-g12-d4'));
    const backend = referenceBackend();
    const input = golden.input.slice();
    const tokens = await aggregateTokens(input, golden, parseAggregation(golden.config), backend);
    expect(backend.liveTensors).toBe(0);
    input.fill(0);
    const exact = golden.tokens.slow! * golden.size;
    expect(tokens.subarray(0, exact)).toEqual(golden.output.subarray(0, exact));
  });

  test('refuses another number of values than the layout says', async () => {
    const layout = { frames: 2, rows: 2, columns: 2, size: 3 };
    const settings = parseAggregation('concat');
    const call = aggregateTokens(new Float32Array(23), layout, settings, referenceBackend());
    await expect(call).rejects.toThrow(InvalidTensorError);
  });
});
