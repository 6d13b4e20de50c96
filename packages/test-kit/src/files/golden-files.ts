import { type AggregationGolden, parseAggregationGolden } from '../golden.ts';
import type { FileFolder } from './file-folder.ts';

/** The golden vectors of a folder. */
export interface GoldenFiles {
  /** One golden file as it is written, e.g. `readGolden<{ cases: … }>('token-counts')`. */
  readGolden<T>(name: string): Promise<T>;
  /** All aggregations of the original, decoded, in the order of their names. */
  readAggregationGoldens(): Promise<AggregationGolden[]>;
}

/** Reads golden vectors; `aggregations.json` lists those of aggregations, as browsers can't list a folder. */
export function goldenFiles(folder: FileFolder): GoldenFiles {
  const readGolden = <T>(name: string) => folder.json<T>(`${name}.json`);
  return {
    readGolden,
    async readAggregationGoldens() {
      const names = await readGolden<readonly string[]>('aggregations');
      return Promise.all(names.map(async (name) => parseAggregationGolden(await readGolden(name))));
    },
  };
}
