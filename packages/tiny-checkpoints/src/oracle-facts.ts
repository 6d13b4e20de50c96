/** Little-endian float32 as base64: `decodeFloat32` of `@slowfast/test-kit` reads it. */
export type Floats = string;

/** A picture of `testPicture`. */
export interface PictureFact {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
}

/** What a checkpoint's own processor makes of a picture. */
export interface PixelFact extends PictureFact {
  /** Of one picture: `[3, height, width]`. */
  readonly shape: readonly number[];
  /** The first eight values, to see what differs. */
  readonly first: readonly number[];
  /** Of the little-endian float32 bytes. */
  readonly sha256: string;
  /** The same as patches `[patches, patch * patch * 3]`, channels last, zeros behind the `rows * columns` real ones. */
  readonly packed?: {
    readonly rows: number;
    readonly columns: number;
    readonly shape: readonly number[];
    readonly sha256: string;
  };
  /** Greatest distance of what the class's torchvision backend gives, where it has no other. */
  readonly torchvisionDistance?: number;
}

/** Projected features of a picture of the model's own size: `[rows * columns, size]`, extra rows left out. */
export interface FeaturesFact {
  readonly picture: PictureFact;
  readonly rows: number;
  readonly columns: number;
  readonly size: number;
  readonly values: Floats;
}

/** A conversation as `apply_chat_template` takes it, and what it gives; the placeholder is not expanded. */
export interface PromptFact {
  readonly turns: readonly {
    readonly role: 'system' | 'user' | 'assistant';
    readonly content: string | readonly { readonly type: 'image' | 'text'; readonly text?: string }[];
  }[];
  readonly rendered: string;
  readonly ids: readonly number[];
  /** The same with the tokens that the family's processor puts in front of every input. */
  readonly modelIds: readonly number[];
}

/** Logits of a prompt, the picture's features in place of its placeholder. */
export interface AnswerFact {
  /** Index of the prompt among the prompts. */
  readonly prompt: number;
  /** Of the prompt's last position: `[vocabulary]`. */
  readonly logits: Floats;
  /** Row i of the logits `[64, vocabulary]` is what follows `ids[i]`. */
  readonly forced: { readonly ids: readonly number[]; readonly logits: Floats };
}

/** The same for a SlowFast prompt of several pictures of the model's own size. */
export interface SlowFastFact {
  readonly prompt: number;
  readonly frames: readonly PictureFact[];
  /** A configuration string as the paper writes it. */
  readonly settings: string;
  readonly tokens: number;
  readonly size: number;
  /** Of the prompt's last position. */
  readonly logits: Floats;
  /** Greedy ids, and how far the best logit stood above the second: below 1e-3 another id is as right. */
  readonly greedy: { readonly ids: readonly number[]; readonly gaps: readonly number[] };
}
