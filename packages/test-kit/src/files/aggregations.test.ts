import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('aggregations.json lists every golden aggregation', () => {
  const folder = new URL('../../golden/', import.meta.url);
  const found = readdirSync(folder)
    .filter((file) => file.startsWith('agg-'))
    .map((file) => file.replace('.json', ''));
  expect(JSON.parse(readFileSync(new URL('aggregations.json', folder), 'utf8'))).toEqual(found.sort());
});
