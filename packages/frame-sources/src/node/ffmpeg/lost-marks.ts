/** A picture that was repaired comes before so many others have: the decoder has at most sixteen threads, and few pictures to reorder. */
const mostInFlight = 24;

interface Held<Picture> {
  readonly type: string;
  readonly picture: Picture;
}

/**
 * Marks repaired pictures that FFmpeg before 7 doesn't mark: on a busy machine the thread that repairs a picture may mark it after another
 * has given it away. That it repairs one, and of which type, it says always. So pictures are held back until the mark comes; where none does, the
 * first of that type is marked.
 */
export class LostMarks<Picture extends { readonly isMarked: boolean }> {
  readonly #give: (picture: Picture) => void;
  /** Repaired pictures whose mark is awaited. */
  readonly #awaited: { readonly thread: string; readonly type: string }[] = [];
  readonly #held: Held<Picture>[] = [];

  constructor(give: (picture: Picture) => void) {
    this.#give = give;
  }

  /** A thread repairs a picture of this type, or its second field. */
  expect(thread: string, type: string): void {
    const isSecond = this.#awaited.some((each) => each.thread === thread && each.type === type);
    if (!isSecond) this.#awaited.push({ thread, type });
  }

  came(type: string, picture: Picture): void {
    this.#held.push({ type, picture });
    const awaited = this.#awaited.findIndex((each) => each.type === type);
    if (picture.isMarked && awaited >= 0) this.#awaited.splice(awaited, 1);
    if (this.#awaited.length === 0 || this.#held.length === mostInFlight) this.ended();
  }

  /** No mark comes any more. */
  ended(): void {
    const lost = this.#awaited.splice(0);
    for (const { type, picture } of this.#held.splice(0)) {
      const first = picture.isMarked ? -1 : lost.findIndex((each) => each.type === type);
      if (first >= 0) lost.splice(first, 1);
      this.#give(first >= 0 ? { ...picture, isMarked: true } : picture);
    }
  }
}
