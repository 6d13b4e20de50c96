import type { Random } from './random.ts';

/** Rows and columns of the tiles that a still is cut into. */
export interface Tiling {
  readonly rows: number;
  readonly columns: number;
}

/** Picks a tiling that suits a picture: two or four tiles that are not much longer than wide, nor wider than long. */
export function pickTiling(random: Random, aspectRatio: number): Tiling {
  const isHalved = random.chance(0.5);
  if (isHalved && aspectRatio > 1.25) return { rows: 1, columns: 2 };
  if (isHalved && aspectRatio < 0.8) return { rows: 2, columns: 1 };
  return { rows: 2, columns: 2 };
}

/** Cuts one tile out of planes of cells `[planes, rows * tileRows, columns * tileColumns, cellBytes]`, row by row. */
export function cutTile(
  cells: Uint8Array,
  { rows, columns }: Tiling,
  tile: number,
  cell: {
    readonly planes: number;
    readonly tileRows: number;
    readonly tileColumns: number;
    readonly bytes: number;
  },
): Uint8Array {
  const tileRow = Math.floor(tile / columns);
  const tileColumn = tile % columns;
  const width = cell.tileColumns * cell.bytes;
  const cut = new Uint8Array(cell.planes * cell.tileRows * width);
  for (let plane = 0; plane < cell.planes; plane += 1) {
    for (let row = 0; row < cell.tileRows; row += 1) {
      const line = (plane * rows + tileRow) * cell.tileRows + row;
      const start = (line * columns + tileColumn) * width;
      cut.set(cells.subarray(start, start + width), (plane * cell.tileRows + row) * width);
    }
  }
  return cut;
}
