import { mostDigits, type NumberForm } from './number-form.ts';

/** Limits of numbers, as a schema gives them. */
export interface NumberLimits {
  readonly isInteger: boolean;
  readonly minimum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly exclusiveMaximum?: number | undefined;
  /** A whole number; others are not exact in 64-bit floats. */
  readonly multipleOf?: number | undefined;
}

/**
 * Numbers within limits, without an exponent: a key is the text so far, which can go on while some number that fits begins with it. Exact: all
 * is counted in whole multiples of the last decimal place.
 */
export function limitedNumber(limits: NumberLimits): NumberForm {
  const isInteger = limits.isInteger || limits.multipleOf !== undefined;
  const bounds = [limits.minimum, limits.exclusiveMinimum, limits.maximum, limits.exclusiveMaximum];
  const places = isInteger ? 0 : Math.max(6, ...bounds.map((bound) => decimalPlaces(bound)));
  const lowest = lowestOf(limits, places);
  const highest = highestOf(limits, places);
  const step = BigInt(limits.multipleOf ?? 1);
  const known = new Map<string, number>();

  /** Whether a multiple of `grain` from `low` on to `high` is within the limits, on this side of zero. */
  function reaches(isNegative: boolean, low: bigint, high: bigint, grain: bigint): boolean {
    const [least, most] = isNegative ? [max(1n, -highest), -lowest] : [max(0n, lowest), highest];
    const from = max(low, least);
    const first = ((from + grain - 1n) / grain) * grain;
    return first <= min(high, most);
  }

  function leastBehind(text: string): number {
    if (text === '' || text === '-') {
      const firsts = text === '' ? [...'-0123456789'] : [...'0123456789'];
      return 1 + Math.min(...firsts.map((first) => leastCharacters(text + first)));
    }
    const isNegative = text.startsWith('-');
    const [whole = '', fraction] = text.slice(isNegative ? 1 : 0).split('.');
    if (whole.length > 1 && whole.startsWith('0')) return Number.POSITIVE_INFINITY;
    const digits = whole.length + (fraction?.length ?? 0);
    let least = Number.POSITIVE_INFINITY;
    const wholeMore = fraction === undefined && whole !== '0' ? mostDigits - digits : 0;
    for (let more = 0; more <= wholeMore; more++) {
      const done = fraction?.length ?? 0;
      const placesMore = isInteger ? 0 : Math.min(places - done, mostDigits - digits - more);
      for (let fine = 0; fine <= placesMore; fine++) {
        if (fraction === '' && fine === 0) continue;
        const cost = more + fine + (fraction === undefined && fine > 0 ? 1 : 0);
        if (cost >= least) continue;
        const unit = 10n ** BigInt(places - done - fine);
        const shift = 10n ** BigInt(more);
        const start = BigInt(whole + (fraction ?? '')) * shift * 10n ** BigInt(places - done);
        const end = start + 10n ** BigInt(places - done) * shift - unit;
        if (reaches(isNegative, start, end, isInteger ? step : unit)) least = cost;
      }
    }
    return least;
  }

  function leastCharacters(key: string): number {
    const before = known.get(key);
    if (before !== undefined) return before;
    const least = leastBehind(key);
    known.set(key, least);
    return least;
  }

  return {
    next(key, character) {
      const isRight =
        (character >= '0' && character <= '9') ||
        (character === '-' && key === '') ||
        (character === '.' && !isInteger && /^-?\d+$/.test(key));
      const next = key + character;
      return isRight && leastCharacters(next) < Number.POSITIVE_INFINITY ? next : undefined;
    },
    isComplete: (key) => leastCharacters(key) === 0,
    leastCharacters,
  };
}

function lowestOf({ minimum, exclusiveMinimum }: NumberLimits, places: number): bigint {
  const farthest = -(10n ** BigInt(mostDigits + places));
  const from = minimum === undefined ? farthest : scaled(minimum, places, 'up');
  const above = exclusiveMinimum === undefined ? farthest : scaled(exclusiveMinimum, places, 'down') + 1n;
  return max(from, above);
}

function highestOf({ maximum, exclusiveMaximum }: NumberLimits, places: number): bigint {
  const farthest = 10n ** BigInt(mostDigits + places);
  const to = maximum === undefined ? farthest : scaled(maximum, places, 'down');
  const below = exclusiveMaximum === undefined ? farthest : scaled(exclusiveMaximum, places, 'up') - 1n;
  return min(to, below);
}

/** Digits behind the point of a number as JavaScript writes it. */
function decimalPlaces(value: number | undefined): number {
  if (value === undefined) return 0;
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}

/** The number in units of its last place, rounded where it has more places. */
function scaled(value: number, places: number, rounding: 'up' | 'down'): bigint {
  const own = decimalPlaces(value);
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const fractionDigits = mantissa.split('.')[1]?.length ?? 0;
  const digits = BigInt(mantissa.replace('.', ''));
  const power = Number(exponent) - fractionDigits + places;
  if (power >= 0) return digits * 10n ** BigInt(power);
  const unit = 10n ** BigInt(own - places);
  const towardsZero = digits / unit;
  const isExact = towardsZero * unit === digits;
  if (isExact || (rounding === 'up') === digits < 0n) return towardsZero;
  return rounding === 'up' ? towardsZero + 1n : towardsZero - 1n;
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
