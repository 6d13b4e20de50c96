import type { ImageFit, TimestampForm } from '@slowfast/spec';
import type { ImageSurroundings } from './image-surroundings.ts';
import type { SpecialTokens } from './special-tokens.ts';

/** What a checkpoint recommends for videos: the key `slowfast` of `config.json`. */
export interface ModelDefaults {
  readonly frames?: number;
  /** The aggregation in the paper's notation. */
  readonly aggregation?: string;
  /** How frames become the encoder's rectangle. */
  readonly fit?: ImageFit;
  /** Longest answer in tokens; `max_new_tokens` of `generation_config.json` where `slowfast` says nothing. */
  readonly maxAnswerTokens?: number;
  /** Replacements for the instruction text around the question, by the names that the prompt template uses. */
  readonly instructions?: Readonly<Record<string, string>>;
  /** How it is best asked for a yes or a no: `plain` or with both as its `options`. */
  readonly booleanQuestions?: 'plain' | 'options';
  /** What the model was trained for, when that is narrow: the end of a sentence that starts with "This model knows". */
  readonly knows?: string;
}

/** Tokens that the vision encoder makes of one image. */
export interface TokenGridDescription {
  readonly rows: number;
  readonly columns: number;
  /** Tokens beside the grid's, e.g. a class token or a row end; 0 or 1. */
  readonly extraTokens: number;
  /**
   * Where the token beside the grid's stands among an image's tokens, where there is one: a class token before them, a
   * newline row after them.
   */
  readonly extraTokenAt?: 'start' | 'end';
  /** What the number of tokens was taken from. */
  readonly derivedFrom: 'vision-encoder-output' | 'image-sequence-length' | 'patch-size';
}

/** What is known of a checkpoint's language model without its weights. Plain data. */
export interface LanguageModelDescription {
  /** Width of an input embedding of the language model. */
  readonly embeddingSize: number;
  /** Most tokens that the language model was made for. */
  readonly contextLength: number;
  /** Number of logits per position. */
  readonly vocabularySize: number;
  /** Bytes that one token adds to the key-value cache. */
  readonly keyValueBytesPerToken: number;
  /** Bytes of states whose size no token changes, e.g. those of convolutions. */
  readonly fixedStateBytes: number;
  /** Bytes of the logits of one position. */
  readonly logitsBytesPerToken: number;
}

/** Everything that is known of a checkpoint without its weights. Plain data. */
export interface ModelDescription extends LanguageModelDescription {
  readonly id: string;
  readonly place: string;
  /** Class name of the architecture, else the model type. */
  readonly architecture: string;
  /** Pixels of the image that the encoder takes. */
  readonly imageSize: { readonly width: number; readonly height: number };
  readonly grid: TokenGridDescription;
  /** The placeholder that stands for the image. */
  readonly imageToken: { readonly id: number; readonly text: string };
  /** Bytes of all weights that would be loaded. */
  readonly weightBytes: number;
  /** What a chat prompt template is made of. */
  readonly promptTemplate: {
    readonly chatTemplate: string;
    readonly specialTokens: SpecialTokens;
    readonly imageToken: string;
    readonly aroundImage: ImageSurroundings;
    /** How the family's processor writes the times of frames; undefined where it writes none. */
    readonly timestamps: TimestampForm | undefined;
  };
  /** The checkpoint's own recommendations; empty when it makes none. */
  readonly defaults: ModelDefaults;
}
