import { type ConversionDtype, graphInMemory } from '@slowfast/model-converter';
import type { ModelComponent } from '@slowfast/model-files';
import { createOnnxSession, float32Tensor, int64Tensor } from '@slowfast/onnx-session';
import { ModelInvalidError } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import { exportedLogits, logitsBehindPieces } from '../testing/exported-decoder-graph.ts';
import { exportedModel, exportedWeights } from '../testing/exported-model.ts';
import { randomNumbers } from '../testing/random-numbers.ts';
import { formGraphs } from './form-graphs.ts';

// The oracle is the exported model itself, whose graphs the library of ONNX wrote.

const weights = await exportedWeights();
const config = await exportedModel.json<{
  vision_config: { image_size: number };
  text_config: { hidden_size: number; vocab_size: number };
}>('config.json');
const { hidden_size: size, vocab_size: vocabulary } = config.text_config;
const side = config.vision_config.image_size;
const frames = 2;
const pixels = randomNumbers(5, frames * 3 * side * side);
const pieces = [96, 60, 1, 30, 1, 1, 1];
const tokens = pieces.reduce((sum, count) => sum + count);
const ids = [...randomNumbers(6, tokens)].map((value) => Math.floor(((value + 1) / 2) * vocabulary));

const openExported = async (component: ModelComponent) =>
  createOnnxSession(await exportedModel.bytes(`onnx/${component}.onnx`));

async function openForm(component: ModelComponent, dtype: ConversionDtype) {
  const { graph } = formGraphs(weights, config, dtype).find((made) => made.component === component)!;
  return createOnnxSession(await graphInMemory(graph));
}

type Session = Awaited<ReturnType<typeof openExported>>;

async function features(opened: Promise<Session>): Promise<Float32Array> {
  await using session = await opened;
  const { image_features } = await session.run({
    pixel_values: float32Tensor(pixels, [frames, 3, side, side]),
  });
  return Float32Array.from(image_features!.data as Float32Array);
}

async function embeddings(opened: Promise<Session>): Promise<Float32Array> {
  await using session = await opened;
  const { inputs_embeds } = await session.run({ input_ids: int64Tensor(ids, [1, tokens]) });
  return Float32Array.from(inputs_embeds!.data as Float32Array);
}

/** Logits behind each of the pieces. */
async function exportedLogitsBehindPieces(prompt: Float32Array): Promise<readonly Float32Array[]> {
  await using session = await openExported('decoder_model_merged');
  const all = await exportedLogits(session, prompt, size);
  let behind = 0;
  return pieces.map((count) => {
    behind += count;
    return all.slice((behind - 1) * vocabulary, behind * vocabulary);
  });
}

/** The largest difference by the largest value. */
function distance(found: Float32Array, expected: Float32Array): number {
  expect(found.length).toBe(expected.length);
  const largest = (values: Float32Array) =>
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest(found.map((value, i) => value - expected[i]!)) / largest(expected);
}

/** The least cosine of a token's features. */
function leastCosine(found: Float32Array, expected: Float32Array): number {
  const dot = (left: Float32Array, right: Float32Array) =>
    left.reduce((sum, value, i) => sum + value * right[i]!, 0);
  const tokenAt = (values: Float32Array, i: number) => values.subarray(i * size, (i + 1) * size);
  const cosines = Array.from({ length: expected.length / size }, (_, i) => {
    const [left, right] = [tokenAt(found, i), tokenAt(expected, i)];
    return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
  });
  return Math.min(...cosines);
}

/** How far the logits behind the pieces of the prompt are from those of the exported decoder graph. */
async function logitDistance(dtype: ConversionDtype): Promise<number> {
  await using session = await openForm('decoder_model_merged', dtype);
  const found = await logitsBehindPieces(session, prompt, size, pieces);
  return Math.max(...found.map((logits, i) => distance(logits, expectedLogits[i]!)));
}

const prompt = await embeddings(openExported('embed_tokens'));
const expectedFeatures = await features(openExported('vision_encoder'));
const expectedLogits = await exportedLogitsBehindPieces(prompt);

test('in fp32 features, embeddings and logits are those of the exported model', async () => {
  expect(distance(await features(openForm('vision_encoder', 'fp32')), expectedFeatures)).toBeLessThan(1e-5);
  expect(await embeddings(openForm('embed_tokens', 'fp32'))).toEqual(prompt);
  expect(await logitDistance('fp32')).toBeLessThan(1e-5);
});

// On noise, of which the model knows nothing. What rounding costs in answers is in the README.
describe.each([
  ['q8', 0.04],
  ['q4', 0.1],
] as const)('%s', (dtype, mostLogitDistance) => {
  test('every token of the features keeps its direction', async () => {
    const found = await features(openForm('vision_encoder', dtype));
    expect(leastCosine(found, expectedFeatures)).toBeGreaterThan(0.995);
  });

  test('embeddings are in half precision, as they were exported', async () => {
    expect(await embeddings(openForm('embed_tokens', dtype))).toEqual(prompt);
  });

  test('logits', async () => {
    expect(await logitDistance(dtype)).toBeLessThan(mostLogitDistance);
  });
});

test('a weight that is missing is named', () => {
  const { 'layers.1.inner_in.bias': _, ...others } = weights;
  expect(() => formGraphs(others, config, 'q8')).toThrow(ModelInvalidError);
  expect(() => formGraphs(others, config, 'q8')).toThrow('layers.1.inner_in.bias');
});
