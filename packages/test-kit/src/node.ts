import { readdirSync, readFileSync } from 'node:fs';
import { type AggregationGolden, parseAggregationGolden } from './golden.ts';

const folder = new URL('../golden/', import.meta.url);

/** One golden file as it is written, e.g. `readGolden<{ cases: … }>('token-counts')`. */
export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as T;
}

/** One aggregation of the original, decoded, e.g. `readAggregationGolden('agg-default-t50-g24-d4')`. */
export function readAggregationGolden(name: string): AggregationGolden {
  return parseAggregationGolden(readGolden(name));
}

/** Names of all aggregations, for `test.each`. */
export function aggregationGoldenNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.startsWith('agg-'))
    .map((file) => file.replace('.json', ''))
    .sort();
}
