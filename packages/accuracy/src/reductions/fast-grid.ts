import type { GridSize } from '@slowfast/spec';

/** A grid may be this much wider or taller, against the other way, than the tower's: coarser, but no strip. */
const MOST_DISTORTION = 2;

/**
 * The grid for the Fast pathway that spends most of so many tokens a frame; of those, the one nearest to the shape of the
 * tower's grid; of those, the one with more columns.
 *
 * Shapes that differ from the tower's by more than a factor of two are left out: seven tokens become 2x3, not 1x7, which
 * would average whole columns of the picture away.
 */
export function fastGrid(tokensPerFrame: number, tower: GridSize): GridSize | undefined {
  const distortion = ({ rows, columns }: GridSize) =>
    Math.max(
      (rows * tower.columns) / (columns * tower.rows),
      (columns * tower.rows) / (rows * tower.columns),
    );
  const candidates: GridSize[] = [];
  for (let rows = 1; rows <= tower.rows; rows += 1) {
    for (let columns = 1; columns <= tower.columns && rows * columns <= tokensPerFrame; columns += 1) {
      if (distortion({ rows, columns }) <= MOST_DISTORTION) candidates.push({ rows, columns });
    }
  }
  const better = (a: GridSize, b: GridSize) =>
    b.rows * b.columns - a.rows * a.columns || distortion(a) - distortion(b) || b.columns - a.columns;
  return candidates.toSorted(better)[0];
}
