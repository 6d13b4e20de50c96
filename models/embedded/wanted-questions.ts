import type { QuestionKind, Scene } from '@slowfast/shape-world';
import { isBrief, questionKinds } from '@slowfast/shape-world';

/** For each question about a brief event so many about a clip that has none, so that "nothing" is right now and then. */
const eventlessPart = 0.25;

/** Counts questions by kind until there are enough of each: clips are made while some are wanted. */
export class WantedQuestions {
  readonly #left: Map<string, number>;

  constructor(perKind: number) {
    this.#left = new Map(questionKinds.map((kind) => [kind, perKind]));
    this.#left.set('no event', Math.round(perKind * eventlessPart));
  }

  /** Whether there are enough of every kind. */
  get isDone(): boolean {
    return [...this.#left.values()].every((left) => left === 0);
  }

  /** Takes those of some kinds that are wanted of a scene. */
  take(kinds: readonly QuestionKind[], scene: Scene): readonly QuestionKind[] {
    const nameOf = (kind: QuestionKind): string =>
      kind === 'brief' && !scene.objects.some(isBrief) ? 'no event' : kind;
    const wanted = kinds.filter((kind) => this.#leftOf(nameOf(kind)) > 0);
    for (const kind of wanted) this.#left.set(nameOf(kind), this.#leftOf(nameOf(kind)) - 1);
    return wanted;
  }

  /** Whether a scene that allows some kinds is worth a clip: what most scenes allow is left to those that allow a rarer kind too. */
  isWorth(kinds: readonly QuestionKind[], scene: Scene): boolean {
    const rare: readonly QuestionKind[] = ['digit', 'odd', 'digits', 'order'];
    const rareLeft = rare.filter((kind) => this.#leftOf(kind) > 0);
    if (rareLeft.length > 0) return rareLeft.some((kind) => kinds.includes(kind));
    const hasEvent = scene.objects.some(isBrief);
    return kinds.some((kind) => this.#leftOf(kind === 'brief' && !hasEvent ? 'no event' : kind) > 0);
  }

  #leftOf(name: string): number {
    return this.#left.get(name) ?? 0;
  }
}
