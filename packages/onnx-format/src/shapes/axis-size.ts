/** Size of an axis: a number, a formula of named sizes such as `past + sequence`, or -1 when nothing is known of it. */
export type AxisSize = number | string;

/** Nothing is known of the size. */
export const unknownSize = -1;

/** The size that two axes have in common, or undefined when they differ; what is unknown fits everything. */
export function commonSize(a: AxisSize, b: AxisSize): AxisSize | undefined {
  if (a === unknownSize) return b;
  return b === unknownSize || a === b ? a : undefined;
}

/** Sum of sizes, for axes that are joined. */
export function sumOfSizes(sizes: readonly AxisSize[]): AxisSize {
  if (sizes.includes(unknownSize)) return unknownSize;
  let sum = 0;
  const names: string[] = [];
  for (const size of sizes) {
    for (const term of String(size).split(' + ')) {
      if (Number.isInteger(Number(term))) sum += Number(term);
      else names.push(term);
    }
  }
  if (names.length === 0) return sum;
  return [...names.sort(), ...(sum === 0 ? [] : [sum])].join(' + ');
}

/** Product of sizes, for axes that are merged. */
export function productOfSizes(sizes: readonly AxisSize[]): AxisSize {
  if (sizes.includes(unknownSize)) return unknownSize;
  return formula(factorsOf(sizes));
}

/** `product / divisor`, or undefined when that is no whole number or not known. */
export function quotientOfSizes(product: AxisSize, divisor: AxisSize): AxisSize | undefined {
  if (product === unknownSize || divisor === unknownSize) return undefined;
  const { count, names } = factorsOf([product]);
  const by = factorsOf([divisor]);
  const left = [...names];
  for (const name of by.names) {
    const at = left.indexOf(name);
    if (at < 0) return undefined;
    left.splice(at, 1);
  }
  if (by.count === 0 || count % by.count !== 0) return undefined;
  return formula({ count: count / by.count, names: left });
}

interface Factors {
  readonly count: number;
  readonly names: readonly string[];
}

function factorsOf(sizes: readonly AxisSize[]): Factors {
  let count = 1;
  const names: string[] = [];
  for (const size of sizes) {
    for (const factor of typeof size === 'number' ? [size] : factorsOfFormula(size)) {
      if (typeof factor === 'number') count *= factor;
      else names.push(factor);
    }
  }
  return { count, names: names.sort() };
}

function factorsOfFormula(size: string): readonly (number | string)[] {
  const isSum = size.replace(/\([^)]*\)/g, '').includes(' + ');
  if (isSum) return [`(${size})`];
  return size.split(' * ').map((factor) => (/^\d+$/.test(factor) ? Number(factor) : factor));
}

function formula({ count, names }: Factors): AxisSize {
  if (names.length === 0 || count === 0) return count;
  if (names.length === 1 && count === 1) return names[0]!.replace(/^\((.*)\)$/, '$1');
  return [...(count === 1 ? [] : [count]), ...names].join(' * ');
}
