import {
  AggregationMismatchError,
  type Frame,
  type FrameSource,
  type Notice,
  type Tensor,
  type VideoReduction,
} from '@slowfast/spec';
import { DamagedFrames } from './damage-notices.ts';
import type { ModelUser } from './model-turns.ts';
import { PictureJudge } from './outside-its-world.ts';
import { chooseReduction } from './plan-video.ts';
import { prefetch } from './prefetch.ts';
import type { StageClock } from './stage-clock.ts';
import type { ReducingStages } from './stages.ts';
import { untilAborted } from './until-aborted.ts';

/** Reduced tokens of a video, in host memory. */
export interface EncodedVideo {
  /** `[tokens, size]`, row-major. */
  readonly values: Float32Array;
  readonly size: number;
  /** What was noticed while decoding and encoding. */
  readonly notices: readonly Notice[];
}

/**
 * Decodes, encodes and reduces the selected frames, chunk by chunk, decoding ahead while a chunk is encoded or waits for its
 * turn.
 *
 * Memory: one chunk of frames and a frame ahead, the features of a chunk while it is encoded, and the reduced tokens.
 */
export async function encodeVideo<T extends Tensor>(
  source: FrameSource,
  reduction: VideoReduction,
  stages: ReducingStages<T>,
  options: { readonly clock: StageClock; readonly models: ModelUser; readonly signal: AbortSignal },
): Promise<EncodedVideo> {
  const { encoder, backend } = stages;
  const { clock, models, signal } = options;
  const { rows, columns, ...transform } = encoder.frameTransform(source.info);
  const { aggregator } = chooseReduction(source.info, stages);
  const total = reduction.selectedFrames.length;
  const layout = { frames: total, rows, columns, size: encoder.embeddingSize };
  const indices = reduction.selectedFrames.map(({ index }) => index);
  const damaged = new DamagedFrames();
  const pictures = new PictureJudge(encoder.knownPictures);
  let done = 0;

  using aggregation = aggregator.begin(layout, backend);
  const encode = async (chunk: readonly Frame[]) => {
    // Others may wait for the same weights, so they go on loading; nobody has to wait for them.
    if (done === 0 && encoder.load) await untilAborted(encoder.load(), signal);
    return encoder.encode(chunk, { signal });
  };
  const encodeChunk = async (chunk: readonly Frame[]) => {
    await models.during(async () => {
      using features = await clock.time('encode', () => encode(chunk));
      await clock.time('encode', () => pictures.look(features));
      await clock.time('aggregate', () => aggregation.push(features));
    }, signal);
    done += chunk.length;
    clock.report('encode', done, total);
    signal.throwIfAborted();
  };

  let chunk: Frame[] = [];
  let decoded = 0;
  const frames = prefetch(source.frames({ indices }, { transform, signal }));
  try {
    for (;;) {
      const { value: frame, done: ended } = await clock.time('decode', () => frames.next());
      if (ended) break;
      decoded += 1;
      clock.report('decode', decoded, total);
      damaged.add(frame);
      chunk.push(frame);
      if (chunk.length < encoder.framesPerChunk) continue;
      await encodeChunk(chunk);
      chunk = [];
    }
  } finally {
    await frames.return();
  }
  if (chunk.length > 0) await encodeChunk(chunk);

  const finish = async () => {
    using tokens = await aggregation.finish();
    assertCounted(tokens, { aggregation: aggregator.id, tokens: reduction.tokens.total, size: layout.size });
    return (await tokens.read()).slice();
  };
  const values = await models.during(() => clock.time('aggregate', finish), signal);
  clock.report('aggregate', total, total);
  const notices = [...pictures.notices(stages.knows), ...damaged.notices];
  return { values, size: layout.size, notices };
}

/** What was planned for a context, and is told as the cost, must be what comes. */
function assertCounted(
  { shape }: Tensor,
  {
    aggregation,
    tokens,
    size,
  }: { readonly aggregation: string; readonly tokens: number; readonly size: number },
): void {
  if (shape.length === 2 && shape[0] === tokens && shape[1] === size) return;
  throw new AggregationMismatchError({
    aggregation,
    found: `a result of [${shape.join(', ')}]`,
    expected: `[${tokens}, ${size}], as its countTokens says`,
  });
}
