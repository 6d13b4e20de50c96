import { readAggregationGoldens, readGolden } from '@slowfast/test-kit/files';
import { expect, test } from 'vitest';

test('the golden vectors are read alike wherever a test runs', async () => {
  const goldens = await readAggregationGoldens();
  expect(goldens).toHaveLength(44);
  expect(goldens[0]!.input.length).toBeGreaterThan(0);
  await expect(readGolden('no-such-file')).rejects.toThrow();
});
