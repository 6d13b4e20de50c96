import { renamedWeights } from '../weights/renamed-weights.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import type { CheckpointArchitecture } from './architecture.ts';
import { projectorTensors, requireTensors, textTensors, visionTensors } from './needed-tensors.ts';

/** The weights of the parts of a checkpoint, by one set of names whichever the checkpoint has. */
export interface CheckpointWeights {
  /**
   * `vision_tower.embeddings.patch_embedding.weight`, `vision_tower.encoder.layers.0.self_attn.q_proj.weight` and so on;
   * `multi_modal_projector.linear_1.weight` and so on.
   */
  readonly vision: WeightSource;
  /** `embed_tokens.weight`, `layers.0.self_attn.q_proj.weight` and so on, `norm.weight`, `lm_head.weight`. */
  readonly text: WeightSource;
}

/** Where the parts have stood: as transformers 4 and 5 write them, and as the classes of 5 name them. */
const prefixes = {
  vision: [
    'vision_tower.vision_model.',
    'model.vision_tower.vision_model.',
    'vision_tower.',
    'model.vision_tower.',
  ],
  projector: ['multi_modal_projector.', 'model.multi_modal_projector.'],
  text: ['language_model.model.', 'model.language_model.'],
  head: ['language_model.lm_head.', 'lm_head.'],
} as const;

/**
 * Finds the weights of each part by whichever names the checkpoint has, and checks that all that is needed is there in the
 * right shape. Weights are read later.
 *
 * @returns the weights, and the architecture as the weights say: the head is tied where there is none of its own.
 * @throws ModelInvalidError that names what is missing or has another shape.
 */
export function findCheckpointWeights(
  source: WeightSource,
  architecture: CheckpointArchitecture,
): { readonly weights: CheckpointWeights; readonly architecture: CheckpointArchitecture } {
  const prefix = (part: keyof typeof prefixes, name: string) =>
    prefixes[part].find((candidate) => source.has(candidate + name)) ?? prefixes[part][0];
  const head = prefix('head', 'weight');
  const text = {
    ...architecture.text,
    tiedEmbeddings: architecture.text.tiedEmbeddings && !source.has(`${head}weight`),
  };
  const [tower, projector] = [
    prefix('vision', 'embeddings.patch_embedding.weight'),
    prefix('projector', 'linear_1.weight'),
  ];
  const weights = {
    vision: renamedWeights(source, { 'vision_tower.': tower, 'multi_modal_projector.': projector }),
    text: renamedWeights(source, { 'lm_head.': head, '': prefix('text', 'embed_tokens.weight') }),
  };
  requireTensors(renamedWeights(source, { '': tower }), visionTensors(architecture.vision));
  requireTensors(renamedWeights(source, { '': projector }), projectorTensors(architecture.projector));
  requireTensors(weights.text, textTensors(text));
  return { weights, architecture: { ...architecture, text } };
}
