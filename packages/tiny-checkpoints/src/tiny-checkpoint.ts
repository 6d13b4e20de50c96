import { type FileFolder, fileFolder } from '@slowfast/test-kit/files';
import type { AnswerFact, FeaturesFact, PixelFact, PromptFact, SlowFastFact } from './oracle-facts.ts';

/** The checkpoints that are here; the README says what each one shows. */
export const tinyCheckpointNames = [
  'llava-onevision',
  'llava-interleave',
  'llava-1.5',
  'llava-1.5-class-token',
  'llava-1.6',
  'nanollava',
  'nanollava-other-names',
  'fastvlm',
  'smolvlm2',
  'lfm2-vl',
  'lfm3-vl',
] as const;

export type TinyCheckpointName = (typeof tinyCheckpointNames)[number];

/** What transformers computed with a checkpoint, in float32 and from the stored weights. */
export interface TinyOracle {
  readonly versions: Readonly<Record<string, string>>;
  /** Names of the Python classes: model, image processor, tokenizer. */
  readonly classes: Readonly<Record<string, string>>;
  /**
   * Pixel values by fit: `native` is what the processor does by itself, to a frame of a video where that differs from a
   * picture, `resize` squashes to the model's size. `nativeImage`: to a picture; `nativePad`: the picture padded first.
   */
  readonly pixelValues: {
    readonly native: readonly PixelFact[];
    readonly resize: readonly PixelFact[];
    readonly nativeImage?: readonly PixelFact[];
    readonly nativePad?: readonly PixelFact[];
  };
  readonly features: FeaturesFact;
  /** Of pictures in the processor's own fit, where their grid depends on the picture. */
  readonly featuresOfOtherGrids?: readonly FeaturesFact[];
  readonly prompts: readonly PromptFact[];
  readonly answer: AnswerFact;
  readonly slowfast: SlowFastFact;
  /** Ids that the family's own prompts have around the tokens of one picture; the prompts here have none. */
  readonly aroundImage?: { readonly before: readonly number[]; readonly after: readonly number[] };
  /** Names that an export gives to tensors, by their standard names, for each component that needs it. */
  readonly tensorNames?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What Python's onnxruntime computes with the files of other precisions, by suffix; features of every so many tokens. */
  readonly precisions?: Readonly<
    Record<string, { readonly every: number; readonly features: string; readonly logits: string }>
  >;
}

/** One checkpoint with its files and its oracle. */
export interface TinyCheckpoint {
  readonly name: TinyCheckpointName;
  /** Its files; `files.url` is the folder that `openModelFolder` takes. */
  readonly files: FileFolder;
  oracle(): Promise<TinyOracle>;
}

/** A checkpoint of this package, in Node and in browsers alike. */
export function tinyCheckpoint(name: TinyCheckpointName): TinyCheckpoint {
  const files = fileFolder(`../checkpoints/${name}/`, import.meta.url);
  const oracles = fileFolder('../oracles/', import.meta.url);
  return { name, files, oracle: () => oracles.json(`${name}.json`) };
}
