/**
 * How a number may be written, one character after the other. What was written is known by a key: the text itself, or what of it
 * decides how to go on.
 */
export interface NumberForm {
  /** The key of the number with one more character; undefined where the number can't go on like this. */
  next(key: string, character: string): string | undefined;
  /** Whether it may end here. */
  isComplete(key: string): boolean;
  /** Fewest characters with which it is complete. */
  leastCharacters(key: string): number;
}

/** Digits of a number: any two that differ are different numbers as 64-bit floats, too. */
export const mostDigits = 15;

/** The key of a number of which nothing is written yet. */
export const emptyNumber = '';
