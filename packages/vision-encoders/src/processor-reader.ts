import { ModelInvalidError } from '@slowfast/spec';

/** An RGB triple, one value per channel. */
export type PerChannel = readonly [red: number, green: number, blue: number];

/** Reads fields of an image processor's configuration and refuses what can't be meant. */
export interface ProcessorReader {
  /** The raw value; `null` counts as absent. */
  value(field: string): unknown;
  has(field: string): boolean;
  flag(field: string, fallback: boolean): boolean;
  positive(field: string, fallback: number): number;
  integer(field: string, fallback: number, lowest: number, highest: number): number;
  /** One number for all channels, or three; required. */
  channels(field: string): PerChannel;
  fail(field: string, expected: string): never;
}

export function processorReader(config: unknown, place: string): ProcessorReader {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new ModelInvalidError({ place, found: shown(config), expected: 'an object' });
  }
  const fields = config as Readonly<Record<string, unknown>>;
  const value = (field: string) => fields[field] ?? undefined;
  const fail = (field: string, expected: string): never => {
    throw new ModelInvalidError({ place, found: `${field} ${shown(value(field))}`, expected });
  };
  return {
    value,
    has: (field) => value(field) !== undefined,
    flag(field, fallback) {
      const found = value(field) ?? fallback;
      return typeof found === 'boolean' ? found : fail(field, 'true or false');
    },
    positive(field, fallback) {
      const found = value(field) ?? fallback;
      return isNumber(found) && found > 0 ? found : fail(field, 'a number above 0');
    },
    integer(field, fallback, lowest, highest) {
      const found = value(field) ?? fallback;
      const fits = Number.isInteger(found) && (found as number) >= lowest && (found as number) <= highest;
      return fits ? (found as number) : fail(field, `a whole number, ${lowest} to ${highest}`);
    },
    channels(field) {
      const found = value(field);
      if (isNumber(found)) return [found, found, found];
      if (Array.isArray(found) && found.length === 3 && found.every(isNumber)) {
        const [red, green, blue] = found as [number, number, number];
        return [red, green, blue];
      }
      return fail(field, 'a number or three numbers');
    },
    fail,
  };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
