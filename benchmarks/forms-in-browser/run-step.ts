import { float32Tensor, int64Tensor, type OnnxSession, type OnnxTensor } from '@slowfast/onnx-session';

/** One run of a graph: a decoder graph over some tokens behind others, or a vision tower over a frame. Plain data. */
export interface Step {
  /** Sizes of the axes that are free. */
  readonly past: number;
  readonly sequence: number;
}

/** What a run took and gave. Plain data. */
export interface StepResult {
  readonly seconds: number;
  /** Logits of the last position, or some of the features. */
  readonly values: readonly number[];
}

const mostValues = 160_000;
const numbers = Float32Array.from({ length: 2 ** 19 }, (_, i) => Math.sin(i * 0.37) + Math.cos(i * 0.0041));

/** Runs a graph once on given numbers, the same in Node and in a page. */
export async function runStep(session: OnnxSession, step: Step): Promise<StepResult> {
  const feeds = stepFeeds(session, step);
  const start = performance.now();
  const { logits, image_features: features } = await session.run(feeds);
  const seconds = (performance.now() - start) / 1000;
  const all = (logits ?? features)!.data as Float32Array;
  const last = logits ? all.subarray(all.length - logits.shape.at(-1)!) : all;
  const apart = Math.ceil(last.length / mostValues);
  return { seconds, values: Array.from(last).filter((_, i) => i % apart === 0) };
}

/** What a graph is fed in a step. */
export function stepFeeds(session: OnnxSession, step: Step): Record<string, OnnxTensor> {
  return Object.fromEntries(session.inputs.map((input) => [input.name, feedOf(input, step)]));
}

function feedOf({ name, shape }: OnnxSession['inputs'][number], { past, sequence }: Step): OnnxTensor {
  const free: Readonly<Record<string, number>> = { past, sequence, total: past + sequence };
  // Batches and frames are of one.
  const sizes = shape.map((axis) => (typeof axis === 'number' ? axis : (free[axis] ?? 1)));
  const length = sizes.reduce((product, size) => product * size, 1);
  if (name === 'attention_mask' || name === 'num_logits_to_keep') {
    return int64Tensor(Array<number>(length).fill(1), sizes);
  }
  if (name === 'position_ids') {
    return int64Tensor(
      Array.from({ length }, (_, i) => past + i),
      sizes,
    );
  }
  return float32Tensor(numbers.subarray(0, length), sizes);
}
