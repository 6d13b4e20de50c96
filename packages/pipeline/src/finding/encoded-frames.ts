import { type Frame, type FrameSource, VideoDamagedError } from '@slowfast/spec';
import type { DamagedFrames } from '../damage-notices.ts';
import type { ModelUser } from '../model-turns.ts';
import type { PictureJudge } from '../outside-its-world.ts';
import { prefetch } from '../prefetch.ts';
import type { StageClock } from '../stage-clock.ts';
import type { VideoAssistantStages } from '../stages.ts';
import { untilAborted } from '../until-aborted.ts';

/** What encoding frames takes and tells. */
export interface EncodingContext {
  readonly encoder: VideoAssistantStages['encoder'];
  readonly clock: StageClock;
  readonly models: ModelUser;
  readonly signal: AbortSignal;
  readonly damaged: DamagedFrames;
  readonly pictures: PictureJudge;
  /** Whether it is of no account that most of so few frames are damaged. */
  readonly mayBeDamaged?: boolean | undefined;
}

/** A frame's features. */
export interface EncodedFrame {
  readonly index: number;
  /** `[rows, columns, size]`, row-major, its own. */
  readonly features: Float32Array;
}

/**
 * Decodes and encodes frames in their order, chunk by chunk, decoding ahead. Memory: one chunk of frames and a frame ahead, and the features of
 * the chunk.
 */
export async function* encodedFrames(
  source: FrameSource,
  indices: readonly number[],
  { encoder, clock, models, signal, damaged, pictures, mayBeDamaged = false }: EncodingContext,
): AsyncGenerator<EncodedFrame, void, undefined> {
  const { rows: _, columns: __, ...transform } = encoder.frameTransform(source.info);
  const encode = async (chunk: readonly Frame[]): Promise<EncodedFrame[]> => {
    const features = await models.during(
      () =>
        clock.time('encode', async () => {
          // Others may wait for the same weights, so they go on loading; nobody has to wait for them.
          if (encoder.load) await untilAborted(encoder.load(), signal);
          using encoded = await encoder.encode(chunk, { signal });
          await pictures.look(encoded);
          const values = await encoded.read();
          const size = values.length / chunk.length;
          return chunk.map((_, i) => values.slice(i * size, (i + 1) * size));
        }),
      signal,
    );
    signal.throwIfAborted();
    return chunk.map(({ index }, i) => ({ index, features: features[i]! }));
  };
  const endOfFrames = (error: unknown): IteratorReturnResult<void> => {
    if (mayBeDamaged && error instanceof VideoDamagedError) return { done: true, value: undefined };
    throw error;
  };
  let chunk: Frame[] = [];
  const frames = prefetch(source.frames({ indices }, { transform, signal }));
  try {
    for (;;) {
      const { value: frame, done } = await clock.time('decode', () => frames.next().catch(endOfFrames));
      if (done) break;
      damaged.add(frame);
      chunk.push(frame);
      if (chunk.length < encoder.framesPerChunk) continue;
      yield* await encode(chunk);
      chunk = [];
    }
    if (chunk.length > 0) yield* await encode(chunk);
  } finally {
    await frames.return();
  }
}
