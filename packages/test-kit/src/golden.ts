import { decodeFloat32 } from './base64.ts';

/** One aggregation that the original computed: `golden/agg-*.json`. */
export interface AggregationGolden {
  readonly name: string;
  /** The aggregation in the paper's notation. */
  readonly config: string;
  readonly frames: number;
  readonly rows: number;
  readonly columns: number;
  /** Width of a token. */
  readonly size: number;
  /** Tokens `[frames, rows, columns, size]`. */
  readonly input: Float32Array;
  /** Reduced tokens `[tokens.total, size]`. */
  readonly output: Float32Array;
  readonly tokens: { readonly slow?: number; readonly fast?: number; readonly total: number };
  /** Frames of the Slow pathway; absent where there is one pathway alone. */
  readonly slowIndices?: readonly number[];
}

/** An `agg-*.json` file as it is written. */
interface AggregationFile {
  readonly name: string;
  readonly config: string;
  readonly inputShape: readonly [number, number, number];
  readonly grid: readonly [number, number];
  readonly input: string;
  readonly output: string;
  readonly tokens: AggregationGolden['tokens'];
  readonly slowIndices?: readonly number[];
}

/** The kept form of an aggregation, decoded. */
export function parseAggregationGolden(file: unknown): AggregationGolden {
  const { inputShape, grid, input, output, ...rest } = file as AggregationFile;
  const [frames, , size] = inputShape;
  const [rows, columns] = grid;
  const { name, config, slowIndices } = rest;
  return {
    ...{ name, config, frames, rows, columns, size },
    input: decodeFloat32(input),
    output: decodeFloat32(output),
    tokens: rest.tokens,
    ...(slowIndices === undefined ? {} : { slowIndices }),
  };
}
