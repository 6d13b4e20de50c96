import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link DiskFullError}. */
export type DiskFullFacts = {
  readonly place: string;
  readonly neededBytes: number;
  /** Free bytes, where that is known. */
  readonly freeBytes?: number;
};

const code = 'disk-full';

/** There is no room for the files. */
export class DiskFullError extends SlowFastError<DiskFullFacts, typeof code> {
  static readonly code = code;

  constructor(facts: DiskFullFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message({ place, neededBytes, freeBytes }: DiskFullFacts): string {
  const found = freeBytes === undefined ? 'a full disk' : `${freeBytes} free bytes`;
  return `No room in ${place}: found ${found}, expected room for ${neededBytes} bytes more. Free some, or choose another place.`;
}
