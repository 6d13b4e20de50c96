import type { KnownPictures, OutsideItsWorldNotice, Tensor, VideoPlan } from '@slowfast/spec';

/** Words of a question that the tokenizer does not know; none where there are none. */
export function unknownWordNotices(
  words: readonly string[],
  knows: string | undefined,
): readonly OutsideItsWorldNotice[] {
  if (words.length === 0) return [];
  const list = words.map((word) => `"${word}"`).join(', ');
  const [what, them] = words.length === 1 ? ['the word', 'it'] : ['the words', 'them'];
  const message = `The model does not know ${what} ${list}; the answer can't take ${them} into account.${sentence(knows)}`;
  return [{ code: 'outside-its-world', reason: 'unknown-words', message, words }];
}

/** What was told of a video's pictures when it was watched, to be told again with every answer about it. */
export function strangePictureNotices({ notices }: Pick<VideoPlan, 'notices'>) {
  return notices.filter(
    (notice) => notice.code === 'outside-its-world' && notice.reason === 'unlike-its-pictures',
  );
}

/** Watches whether a video's frames are like the pictures that a model knows. */
export class PictureJudge {
  readonly #known: KnownPictures | undefined;
  #sum = 0;
  #frames = 0;

  /** @param known of the encoder; without it nothing is strange, and nothing is computed. */
  constructor(known: KnownPictures | undefined) {
    this.#known = known;
  }

  /** Takes the tokens of the next frames, which stay the caller's. */
  async look(tokens: Tensor): Promise<void> {
    if (!this.#known) return;
    for (const distance of await this.#known.distances(tokens)) {
      this.#sum += distance;
      this.#frames += 1;
    }
  }

  /** The verdict on all frames so far, in words that end with what the model knows. */
  notices(knows: string | undefined): readonly OutsideItsWorldNotice[] {
    if (!this.#known || this.#frames === 0) return [];
    const { threshold } = this.#known;
    const distance = this.#sum / this.#frames;
    if (distance <= threshold) return [];
    const message = `The pictures are unlike those that the model was trained on; the answer is no more than a guess.${sentence(knows)}`;
    return [{ code: 'outside-its-world', reason: 'unlike-its-pictures', message, distance, threshold }];
  }
}

function sentence(knows: string | undefined): string {
  return knows === undefined ? '' : ` It knows ${knows}.`;
}
