/** Activations of vision towers and projectors, by the names that configurations give them. */
export type VisionActivation = 'quick_gelu' | 'gelu' | 'gelu_pytorch_tanh';

/** What the graph of a vision tower needs to know of it. */
export interface VisionTowerShape {
  /** Pixels along an edge of a frame, which is a square. */
  readonly imageSize: number;
  /** Pixels along an edge of a patch. */
  readonly patchSize: number;
  /** Width of hidden states. */
  readonly hiddenSize: number;
  readonly heads: number;
  /** Layers that run: up to the one whose hidden states are used. */
  readonly layers: number;
  readonly activation: VisionActivation;
  readonly normEpsilon: number;
  /** Whether a class token stands before the patches, and a normalisation before the layers: CLIP has both, SigLIP neither. */
  readonly hasClassToken: boolean;
}

/** A vision tower with its projector. */
export interface VisionShape {
  readonly tower: VisionTowerShape;
  /** Whether the class token is among the features (strategy `full`); never where the tower has none. */
  readonly keepsClassToken: boolean;
  readonly projectorActivation: VisionActivation;
  /** Width of the features. */
  readonly embeddingSize: number;
}

/** Names of the weights in a checkpoint. */
export interface VisionNames {
  /** Before `embeddings.…` and `encoder.layers.0.…`, e.g. `vision_tower.` or `vision_tower.vision_model.`. */
  readonly tower: string;
  /** Before `linear_1.…` and `linear_2.…`, e.g. `multi_modal_projector.`. */
  readonly projector: string;
}

/** Patches along an edge of a frame; pixels beyond the last whole one are not looked at. */
export function patchesPerEdge({ imageSize, patchSize }: VisionTowerShape): number {
  return Math.floor(imageSize / patchSize);
}
