import type { ChosenOption } from '@slowfast/spec';

/**
 * The option that a cleaned answer names: by its letter alone, or by its whole text, whatever the case and a full stop at its end.
 * Undefined where it names none.
 */
export function chosenOption(answer: string, options: readonly string[]): ChosenOption | undefined {
  const letters = options.map((_, index) => String.fromCharCode('A'.charCodeAt(0) + index));
  const byLetter = letters.indexOf(answer);
  const index = byLetter >= 0 ? byLetter : options.findIndex((option) => plain(option) === plain(answer));
  const [letter, option] = [letters[index], options[index]];
  return letter === undefined || option === undefined ? undefined : { index, letter, text: option.trim() };
}

/** An option as people read it: `B) blue`. */
export function formatOption({ letter, text }: ChosenOption): string {
  return `${letter}) ${text}`;
}

function plain(text: string): string {
  return text.trim().replace(/\.$/, '').toLowerCase();
}
