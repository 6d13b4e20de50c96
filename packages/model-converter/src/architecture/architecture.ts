/** The vision tower of a checkpoint. */
export interface VisionArchitecture {
  /** `clip` has a class token and a norm before the first layer; `siglip` has neither, and a bias in its patch embedding. */
  readonly kind: 'clip' | 'siglip';
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  /** Layers in the file. */
  readonly layers: number;
  /** Layers whose output is used: the tower is cut behind the last of them. */
  readonly layersUsed: number;
  readonly heads: number;
  /** Width and height of a picture in pixels. */
  readonly imageSize: number;
  readonly patchSize: number;
  /** Colours of a pixel. */
  readonly channels: number;
  readonly activation: 'gelu' | 'gelu_pytorch_tanh' | 'quick_gelu';
  readonly normEpsilon: number;
  /** Whether the first token is left out of the features (strategy `default`), as the class token is. */
  readonly dropsFirstToken: boolean;
}

/** The two layers between the vision tower and the language model. */
export interface ProjectorArchitecture {
  /** Size of a vision token. */
  readonly inputSize: number;
  /** Size of a token of the language model. */
  readonly outputSize: number;
  readonly activation: 'gelu';
  readonly hasBias: boolean;
}

/** The language model of a checkpoint. */
export interface TextArchitecture {
  readonly kind: 'llama' | 'mistral' | 'qwen2';
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  /** Size of one head; `heads * headSize` need not be the hidden size. */
  readonly headSize: number;
  readonly vocabularySize: number;
  readonly contextLength: number;
  readonly ropeTheta: number;
  readonly normEpsilon: number;
  /** Whether the logits come of the embedding's own weights; else there is `lm_head.weight`. */
  readonly tiedEmbeddings: boolean;
  /** Which projections of attention have biases. */
  readonly attentionBias: { readonly queryKeyValue: boolean; readonly output: boolean };
  /** Whether the three projections of the feed-forward part have biases. */
  readonly feedForwardBias: boolean;
}

/** What a checkpoint is made of, as far as its graphs need it. */
export interface CheckpointArchitecture {
  /** Class of transformers, e.g. `LlavaForConditionalGeneration`. */
  readonly name: string;
  readonly vision: VisionArchitecture;
  readonly projector: ProjectorArchitecture;
  readonly text: TextArchitecture;
}
