import type { Frame, Notice } from '@slowfast/spec';

/** Gathers which frames were damaged. */
export class DamagedFrames {
  readonly #substituted: number[] = [];
  readonly #repaired: number[] = [];

  /** Looks at a frame as it comes. */
  add({ status, index }: Pick<Frame, 'status' | 'index'>): void {
    if (status === 'substituted') this.#substituted.push(index);
    if (status === 'repaired') this.#repaired.push(index);
  }

  /** What is to be told of those that came so far. */
  get notices(): readonly Notice[] {
    const notices: Notice[] = [];
    const substituted = ascending(this.#substituted);
    if (substituted.length > 0) {
      const message = `${framesAre(substituted)} damaged; the nearest decodable picture stands in.`;
      notices.push({ code: 'frames-substituted', message, indices: substituted });
    }
    const repaired = ascending(this.#repaired);
    if (repaired.length > 0) {
      const message = `${framesAre(repaired)} damaged, or based on a damaged one; the decoder filled in what is missing.`;
      notices.push({ code: 'frames-repaired', message, indices: repaired });
    }
    return notices;
  }
}

function ascending(indices: readonly number[]): readonly number[] {
  return indices.toSorted((a, b) => a - b);
}

function framesAre(indices: readonly number[]): string {
  return indices.length === 1 ? `Frame ${indices[0]} is` : `Frames ${indices.join(', ')} are`;
}
