import type { Notice } from '@slowfast/spec';
import type { CommandOutput } from '../../output/command-output.ts';

/** Notices of many questions, as notes: unknown words together at the end. */
export class Notes {
  readonly #output: CommandOutput;
  readonly #unknownWords = new Set<string>();

  constructor(output: CommandOutput) {
    this.#output = output;
  }

  /** Tells a notice; pass it as `onNotice`. */
  readonly tell = (notice: Notice): void => {
    if (notice.code !== 'outside-its-world' || notice.reason !== 'unknown-words')
      this.#output.note(notice.message);
    else for (const word of notice.words) this.#unknownWords.add(word);
  };

  /** Tells what was gathered. */
  end(): void {
    if (this.#unknownWords.size === 0) return;
    const words = [...this.#unknownWords].toSorted().map((word) => `"${word}"`);
    this.#output.note(`the model does not know these words in the questions: ${words.join(', ')}.`);
  }
}
