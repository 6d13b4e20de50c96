/** One question answered in one way. */
export interface DecidedQuestion {
  readonly right: boolean;
  /** Squared distance between the probabilities and what is right; absent where there are none. */
  readonly brier?: number;
  /** How much of the probability fell on the answers. */
  readonly mass?: number;
}

/** How many questions were decided rightly, by their kinds and the ways in which they were asked. */
export class DecisionTable {
  readonly #decided = new Map<string, Map<string, DecidedQuestion[]>>();

  add(way: string, kind: string, decided: DecidedQuestion): void {
    const kinds = this.#decided.get(way) ?? new Map<string, DecidedQuestion[]>();
    this.#decided.set(way, kinds);
    kinds.set(kind, [...(kinds.get(kind) ?? []), decided]);
  }

  /** A row for each kind and one for all; right in %, and the mean Brier score behind it. */
  markdown(): string {
    const ways = [...this.#decided.keys()];
    const kinds = [...new Set(ways.flatMap((way) => [...this.#decided.get(way)!.keys()]))].toSorted();
    const row = (name: string, of: (way: string) => readonly DecidedQuestion[]) =>
      `| ${name} | ${of(ways[0]!).length} | ${ways.map((way) => cell(of(way))).join(' | ')} |`;
    const all = (way: string) => [...this.#decided.get(way)!.values()].flat();
    return [
      `| right in %, Brier score | questions | ${ways.join(' | ')} |`,
      `|---|---|${ways.map(() => '---|').join('')}`,
      ...kinds.map((kind) => row(kind, (way) => this.#decided.get(way)!.get(kind) ?? [])),
      row('**all**', all),
      '',
      ...ways.flatMap((way) => {
        const masses = all(way).flatMap(({ mass }) => mass ?? []);
        return masses.length === 0 ? [] : `Least mass, ${way}: ${Math.min(...masses).toFixed(4)}`;
      }),
    ].join('\n');
  }
}

function cell(decided: readonly DecidedQuestion[]): string {
  const right = (100 * decided.filter((each) => each.right).length) / decided.length;
  const scores = decided.flatMap(({ brier }) => brier ?? []);
  if (scores.length === 0) return right.toFixed(1);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return `${right.toFixed(1)}, ${mean.toFixed(4)}`;
}
