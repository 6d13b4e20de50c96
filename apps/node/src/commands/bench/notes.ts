import type { Notice } from '@slowfast/spec';
import { note } from '../../output/note.ts';

/** Notices of many questions, as notes on stderr: each once, and unknown words together at the end. */
export class Notes {
  readonly #beforeNote: () => void;
  readonly #told = new Set<string>();
  readonly #unknownWords = new Set<string>();

  /** @param beforeNote clears the line that a note would follow. */
  constructor(beforeNote: () => void) {
    this.#beforeNote = beforeNote;
  }

  /** Tells a notice; pass it as `onNotice`. */
  readonly tell = (notice: Notice): void => {
    if (notice.code === 'unknown-words') {
      for (const word of notice.words) this.#unknownWords.add(word);
    } else if (!this.#told.has(notice.message)) {
      this.#told.add(notice.message);
      this.#beforeNote();
      note(notice.message);
    }
  };

  /** Tells what was gathered. */
  end(): void {
    if (this.#unknownWords.size === 0) return;
    const words = [...this.#unknownWords].toSorted().map((word) => `"${word}"`);
    note(`the model does not know these words of the questions: ${words.join(', ')}.`);
  }
}
