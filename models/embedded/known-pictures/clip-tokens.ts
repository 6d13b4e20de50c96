import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelDtypeChoice } from '@slowfast/model-files';
import type { VisionEncoder } from '@slowfast/spec';
import { openAssistant } from 'slowfast-llava';

/** The encoder's tokens of the frames that the default reduction looks at. */
export interface ClipTokens {
  readonly file: string;
  /** `[tokens, size]` of each frame. */
  readonly frames: readonly Float32Array[];
  /** Width of a token. */
  readonly size: number;
}

/** The clips in these folders, each folder in the order of names. */
export async function clipFiles(folders: readonly string[]): Promise<readonly string[]> {
  const found = folders.map(async (folder) => {
    const files = (await readdir(folder)).filter((file) => /\.(mp4|webm)$/.test(file));
    return files.sort().map((file) => join(folder, file));
  });
  return (await Promise.all(found)).flat();
}

/** Watches clips as an assistant does, and gives what the encoder made of them. */
export async function* clipTokens(
  files: readonly string[],
  dtype: ModelDtypeChoice,
): AsyncGenerator<ClipTokens> {
  let frames: Float32Array[] = [];
  let size = 0;
  const kept = (encoder: VisionEncoder): VisionEncoder => ({
    ...encoder,
    // What is told of pictures is not known yet.
    knownPictures: undefined,
    async encode(given, options) {
      const tokens = await encoder.encode(given, options);
      const values = await tokens.read();
      const length = values.length / given.length;
      for (let at = 0; at < values.length; at += length) frames.push(values.slice(at, at + length));
      size = encoder.embeddingSize;
      return tokens;
    },
  });
  await using assistant = await openAssistant({
    ...{ cache: false, worker: false, threads: 1, dtype },
    stages: { encoder: async (preset) => kept(await preset.make()) },
  });
  for (const file of files) {
    frames = [];
    await using _ = await assistant.watch(file);
    yield { file, frames, size };
  }
}
