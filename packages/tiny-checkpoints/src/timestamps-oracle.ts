import { fileFolder } from '@slowfast/test-kit/files';

/** A video whose frames a processor wrote the times of, and the whole text, `<image>` standing for a frame's tokens. */
export interface TimestampsCase {
  readonly timestampsSeconds: readonly number[];
  readonly durationSeconds: number;
  readonly tokensPerFrame: number;
  readonly text: string;
}

/** What the processors of transformers write between the frames of a video. */
export interface TimestampsOracle {
  readonly versions: Readonly<Record<string, string>>;
  /** Asked of SmolVLM2. */
  readonly question: string;
  /** Whole prompts; `ids` are those of the tiny checkpoint's tokenizer, with one image token for a frame. */
  readonly smolvlm2: readonly (TimestampsCase & { readonly ids: readonly number[] })[];
  /** What `Lfm3VlProcessor` puts in the place of a video. */
  readonly 'lfm3-vl': readonly TimestampsCase[];
  /** English words of numbers, by Python's num2words, with which SmolVLM's processor counts the frames. */
  readonly numbersInWords: Readonly<Record<string, string>>;
}

/** The times of frames as processors write them. */
export function timestampsOracle(): Promise<TimestampsOracle> {
  return fileFolder('../oracles/', import.meta.url).json('timestamps.json');
}
