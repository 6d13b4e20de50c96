import { CheckedGraphBuilder } from '@slowfast/onnx-format';
import { InvalidSettingError } from '@slowfast/spec';
import type { StoredWeight } from '../weights/stored-weight.ts';

/** A weight of a graph with the name that its nodes use. */
export interface NamedWeight {
  readonly name: string;
  readonly stored: StoredWeight;
}

/**
 * A checked graph whose weights are made when they are written, piece by piece.
 *
 * @example
 * const graph = new ConverterGraph();
 * const ids = graph.input('input_ids', 'int64', [1, 'sequence']);
 * const table = graph.weight(floatRows(source.tensor('embed_tokens.weight')), 'embed_tokens.weight');
 * graph.output(graph.node('Gather', [table, ids]), 'float32', [1, 'sequence', 896], 'inputs_embeds');
 * const bytes = await graphInMemory(graph);
 */
export class ConverterGraph extends CheckedGraphBuilder {
  readonly #weights = new Map<string, StoredWeight>();
  #unnamed = 0;

  /** Every weight, in the order in which they were added. */
  get weights(): readonly NamedWeight[] {
    return [...this.#weights].map(([name, stored]) => ({ name, stored }));
  }

  /**
   * Adds a weight; gives the name that nodes use. It may be called within a branch.
   *
   * @throws InvalidSettingError when there is another of that name.
   */
  weight(stored: StoredWeight, name?: string): string {
    this.#unnamed += name === undefined ? 1 : 0;
    const known = name ?? `weight_${this.#unnamed}`;
    if (this.#weights.has(known)) {
      throw new InvalidSettingError({ setting: 'name', found: known, expected: 'a name that is not taken' });
    }
    this.#weights.set(known, stored);
    this.makeKnown(known, { type: stored.type, shape: stored.shape });
    return known;
  }
}
