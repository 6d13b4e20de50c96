import type { ModelComponent } from './model-dtype.ts';

/**
 * A model's own names for inputs and outputs whose names differ from the standard layout's, by the standard name, e.g.
 * `{ inputs_embeds: '/model/embed_tokens/Gather_output_0' }`.
 */
export type TensorNames = Readonly<Record<string, string>>;

/** Own names of tensors for each part of a checkpoint. */
export type ModelTensorNames = Readonly<Partial<Record<ModelComponent, TensorNames>>>;

/**
 * Tensors by their standard names. A name that is not in the map is taken as it stands, so that a map needs only what
 * differs.
 */
export function byStandardName<T extends { readonly name: string }>(
  tensors: readonly T[],
  names: TensorNames = {},
): Map<string, T> {
  const standardNames = new Map(Object.entries(names).map(([standard, own]) => [own, standard]));
  return new Map(tensors.map((tensor) => [standardNames.get(tensor.name) ?? tensor.name, tensor]));
}
