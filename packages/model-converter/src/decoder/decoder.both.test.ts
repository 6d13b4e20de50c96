import { createOnnxSession } from '@slowfast/onnx-session';
import { describe, expect, test } from 'vitest';
import type { WeightForm } from '../blocks/linear.ts';
import { ConverterGraph } from '../graph/converter-graph.ts';
import { graphInMemory } from '../graph/graph-in-memory.ts';
import { newKeysDecoder } from './testing/new-keys-decoder.ts';
import { type TinyDecoder, tinyDecoder, tinyDecoderNames } from './testing/tiny-decoders.ts';
import { writeDecoder } from './write-decoder.ts';

async function open({ text, source }: TinyDecoder, form: WeightForm) {
  const graph = new ConverterGraph();
  writeDecoder(graph, text, source, form);
  return createOnnxSession(await graphInMemory(graph));
}

/** The largest difference by the largest value. */
function distance(found: Float32Array, expected: Float32Array): number {
  expect(found.length).toBe(expected.length);
  let [difference, largest] = [0, 0];
  for (const [i, value] of expected.entries()) {
    difference = Math.max(difference, Math.abs(found[i]! - value));
    largest = Math.max(largest, Math.abs(value));
  }
  return difference / largest;
}

const argMax = (values: Float32Array) => values.indexOf(Math.max(...values));

describe.each(tinyDecoderNames)('%s in fp32', (name) => {
  test.each([Infinity, 256, 7, 1])('logits of a prompt in pieces of %d', async (tokens) => {
    const decoder = await tinyDecoder(name);
    const { hiddenSize } = decoder.text;
    await using session = await open(decoder, 'fp32');
    const { run } = newKeysDecoder(session);
    const step = Math.min(decoder.prompt.length, tokens * hiddenSize);
    let logits = new Float32Array(0);
    for (let at = 0; at < decoder.prompt.length; at += step) {
      logits = new Float32Array(await run(decoder.prompt.subarray(at, at + step)));
    }
    expect(distance(logits, decoder.logits)).toBeLessThan(1e-5);
  });

  test('logits of 64 given tokens', async () => {
    const decoder = await tinyDecoder(name);
    const { hiddenSize, vocabularySize } = decoder.text;
    await using session = await open(decoder, 'fp32');
    const { run } = newKeysDecoder(session);
    await run(decoder.prompt);
    for (let i = 0; i < 64; i++) {
      const logits = await run(decoder.forced.embeddings.subarray(i * hiddenSize, (i + 1) * hiddenSize));
      const expected = decoder.forced.logits.subarray(i * vocabularySize, (i + 1) * vocabularySize);
      expect(distance(logits, expected)).toBeLessThan(1e-5);
      expect(argMax(logits)).toBe(argMax(expected));
    }
  });
});
