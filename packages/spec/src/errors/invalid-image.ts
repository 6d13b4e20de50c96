import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link InvalidImageError}. */
export type InvalidImageFacts = { readonly found: string; readonly expected: string };

const code = 'invalid-image';

/** The picture's sizes and bytes don't agree, or a transform can't be applied to it. */
export class InvalidImageError extends SlowFastError<InvalidImageFacts, typeof code> {
  static readonly code = code;

  constructor(facts: InvalidImageFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: true });
  }
}

function message(f: InvalidImageFacts): string {
  return `The picture is not valid: found ${f.found}, expected ${f.expected}. Pass RGB bytes, three per pixel.`;
}
