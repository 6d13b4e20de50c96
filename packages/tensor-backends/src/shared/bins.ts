/** A bin of an axis: positions from `start` to `end`, end excluded. */
export interface Bin {
  readonly start: number;
  readonly end: number;
}

/** Bins side by side; positions at the end that fill none are dropped. */
export function windowBins(length: number, window: number): Bin[] {
  return Array.from({ length: Math.floor(length / window) }, (_, i) => ({
    start: i * window,
    end: (i + 1) * window,
  }));
}

/**
 * The bins of adaptive pooling from `length` positions to `count`: bin i covers `floor(i * length / count)` to
 * `ceil((i + 1) * length / count)`, as in `torch.nn.AdaptiveAvgPool2d`. They may overlap.
 */
export function adaptiveBins(length: number, count: number): Bin[] {
  return Array.from({ length: count }, (_, i) => ({
    start: Math.floor((i * length) / count),
    end: Math.ceil(((i + 1) * length) / count),
  }));
}

/** The width of bins that are side by side and equally wide; 0 of others. */
export function sameWidth(bins: readonly Bin[]): number {
  const width = bins[0] ? bins[0].end - bins[0].start : 0;
  return bins.every(({ start, end }, i) => start === i * width && end === start + width) ? width : 0;
}
