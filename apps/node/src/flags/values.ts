import { InvalidArgumentError } from 'commander';

/** A whole number, 0 or more. */
export function wholeNumber(text: string): number {
  return checked(text, /^\d+$/, 'a whole number');
}

/** A whole number, 1 or more. */
export function positiveWholeNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError(`Found ${text}, expected a whole number of 1 or more.`);
}

/** A number, 0 or more. */
export function nonNegativeNumber(text: string): number {
  return checked(text, /^(\d+(\.\d*)?|\.\d+)$/, 'a number, 0 or more');
}

/** A number above 0. */
export function positiveNumber(text: string): number {
  const value = nonNegativeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError(`Found ${text}, expected a number above 0.`);
}

/** A number above 0, at most 1. */
export function shareAboveZero(text: string): number {
  const value = nonNegativeNumber(text);
  if (value > 0 && value <= 1) return value;
  throw new InvalidArgumentError(`Found ${text}, expected a number above 0, at most 1.`);
}

/** Whole numbers between commas. */
export function wholeNumberList(text: string): readonly number[] {
  return text.split(',').map((item) => wholeNumber(item.trim()));
}

/** Gathers the texts of a flag that is repeated. */
export function collect(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text];
}

function checked(text: string, form: RegExp, expected: string): number {
  if (form.test(text) && Number.isFinite(Number(text))) return Number(text);
  throw new InvalidArgumentError(`Found "${text}", expected ${expected}.`);
}
