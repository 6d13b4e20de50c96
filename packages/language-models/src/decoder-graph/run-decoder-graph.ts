import {
  disposeValues,
  fromFloat16,
  int64Tensor,
  type OnnxSession,
  type OnnxTensor,
  type OnnxValue,
  toFloat16,
} from '@slowfast/onnx-session';
import { RuntimeFailedError } from '@slowfast/spec';
import type { DecoderGraphBinding, NamedTensor, TokenInput } from './decoder-graph-binding.ts';
import type { DecoderGraphStates } from './decoder-graph-states.ts';

/** Tokens as a decoder graph takes them. */
export type DecoderGraphTokens =
  /** Embeddings `[tokens, embeddingSize]`. */
  | { readonly kind: 'embeddings'; readonly values: Float32Array }
  /** Ids, and features `[features, embeddingSize]` for the image tokens among them. */
  | { readonly kind: 'ids'; readonly ids: readonly number[]; readonly imageFeatures: Float32Array };

/** One run of a decoder graph: the tokens before it are in the states. */
export interface DecoderGraphStep {
  /** States after `pastTokens` tokens; they are not changed, and the caller holds them. */
  readonly states: DecoderGraphStates;
  readonly pastTokens: number;
  /** Of the kind that the decoder graph takes. */
  readonly input: DecoderGraphTokens;
  /** How many tokens the input has. */
  readonly tokens: number;
  /** How many more will surely follow. */
  readonly tokensToCome: number;
  readonly embeddingSize: number;
  /** Whether the logits of the last position are wanted. */
  readonly wantsLogits: boolean;
}

/** States after the step, and the logits of the last position, or none when they were not wanted. */
export interface DecoderGraphResult {
  /** Held by whoever receives them. */
  readonly states: DecoderGraphStates;
  readonly logits: Float32Array | undefined;
}

/** Runs the decoder graph over some tokens at once. */
export async function runDecoderGraph(
  session: OnnxSession,
  binding: DecoderGraphBinding,
  step: DecoderGraphStep,
): Promise<DecoderGraphResult> {
  const outputs = binding.states.list.map((state) => state.present);
  if (step.wantsLogits) outputs.push(binding.logits.name);
  const results = await session.run(feeds(binding, step), { outputs });
  try {
    const logits = step.wantsLogits ? numbers(lastRow(output(results, binding.logits.name))) : undefined;
    const newStates = binding.states.list.map((state) => output(results, state.present));
    return { states: step.states.after(newStates, step.tokens, step.tokensToCome), logits };
  } catch (error) {
    disposeValues(Object.values(results));
    throw error;
  }
}

function feeds(binding: DecoderGraphBinding, step: DecoderGraphStep): Record<string, OnnxValue> {
  const { tokens, pastTokens } = step;
  const fed: Record<string, OnnxValue> = {};
  const { values } = step.states;
  binding.states.list.forEach((state, i) => {
    fed[state.past] = values[i]!;
  });
  Object.assign(fed, tokenFeeds(binding.tokens, step));
  const add = (input: NamedTensor | undefined, inputShape: number[], values: () => number[]) => {
    if (input) fed[input.name] = integers(input, values(), inputShape);
  };
  const total = pastTokens + tokens;
  add(binding.attentionMask, [1, total], () => new Array<number>(total).fill(1));
  add(binding.positionIds, [1, tokens], () => Array.from({ length: tokens }, (_, i) => pastTokens + i));
  add(binding.numLogitsToKeep, [], () => [1]);
  add(binding.useCacheBranch, [1], () => [pastTokens > 0 ? 1 : 0]);
  return fed;
}

function tokenFeeds(target: TokenInput, { input, tokens, embeddingSize }: DecoderGraphStep) {
  if (target.kind === 'embeddings' && input.kind === 'embeddings') {
    return { [target.embeddings.name]: floats(target.embeddings, input.values, [1, tokens, embeddingSize]) };
  }
  if (target.kind === 'ids' && input.kind === 'ids') {
    const { ids, imageFeatures } = target;
    const rows = [input.imageFeatures.length / embeddingSize, embeddingSize];
    const shape = imageFeatures.shape.length === 3 ? [1, ...rows] : rows;
    return {
      [ids.name]: integers(ids, input.ids, [1, tokens]),
      [imageFeatures.name]: floats(imageFeatures, input.imageFeatures, shape),
    };
  }
  throw failed(`it takes ${target.kind}, but was given ${input.kind}`);
}

function floats({ type }: NamedTensor, values: Float32Array, shape: number[]): OnnxTensor {
  return type === 'float16'
    ? { type, data: toFloat16(values), shape }
    : { type: 'float32', data: values, shape };
}

function integers({ type }: NamedTensor, values: readonly number[], shape: number[]): OnnxTensor {
  if (type === 'bool') return { type, data: Uint8Array.from(values), shape };
  if (type === 'int32') return { type, data: Int32Array.from(values), shape };
  return int64Tensor(values, shape);
}

function output(results: Readonly<Record<string, OnnxValue>>, name: string): OnnxValue {
  const found = results[name];
  if (!found) throw failed(`it gave no ${name}`);
  return found;
}

/** A broken model, or one that overflows in half precision, would otherwise answer with token 0 for ever. */
function numbers(logits: Float32Array): Float32Array {
  if (logits.includes(Number.NaN)) throw failed('its logits are no numbers');
  return logits;
}

function failed(reason: string): RuntimeFailedError {
  return new RuntimeFailedError({ runtime: 'The decoder graph', operation: 'a step', reason });
}

/** The last position of logits `[1, positions, vocabulary]`, copied out of them; they are always in host memory. */
function lastRow({ type, data, shape }: OnnxValue): Float32Array {
  const vocabulary = shape.at(-1) ?? 0;
  if (vocabulary === 0 || data?.length === 0) throw failed(`it gave logits [${shape.join(', ')}]`);
  if (type === 'float16') return fromFloat16((data as Uint16Array).subarray(-vocabulary));
  return (data as Float32Array).slice(-vocabulary);
}
