import { createOnnxSession } from '@slowfast/onnx-session';
import { describe, expect, test } from 'vitest';
import { ConverterGraph } from '../graph/converter-graph.ts';
import { graphInMemory } from '../graph/graph-in-memory.ts';
import type { DecoderForm } from './decoder-forms.ts';
import { newKeysDecoder } from './testing/new-keys-decoder.ts';
import { roundedWeights } from './testing/rounded-weights.ts';
import { type TinyDecoder, tinyDecoder, tinyDecoderNames } from './testing/tiny-decoders.ts';
import { writeDecoder } from './write-decoder.ts';

async function open({ text, source }: TinyDecoder, form: DecoderForm) {
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

describe.each(['fp32', 'q8', 'q4'] as const)('logits of all positions in %s', (form) => {
  test('are those of the last one behind each', async () => {
    const decoder = await tinyDecoder('llava-onevision');
    const { hiddenSize, vocabularySize } = decoder.text;
    const graph = new ConverterGraph();
    writeDecoder(graph, decoder.text, decoder.source, form, { logits: 'all' });
    await using all = await createOnnxSession(await graphInMemory(graph));
    await using last = await open(decoder, form);
    const found = await newKeysDecoder(all).run(decoder.prompt);
    const { run } = newKeysDecoder(last);
    const tokens = decoder.prompt.length / hiddenSize;
    expect(found.length).toBe(tokens * vocabularySize);
    // Activations of one run share their 8-bit scale, so a token alone is rounded otherwise than among others.
    const tolerance = form === 'fp32' ? 1e-5 : 0.05;
    for (let at = 0; at < tokens; at++) {
      const expected = await run(decoder.prompt.subarray(at * hiddenSize, (at + 1) * hiddenSize));
      const row = found.subarray(at * vocabularySize, (at + 1) * vocabularySize);
      expect(distance(row, expected)).toBeLessThan(tolerance);
    }
  });
});

describe.each(tinyDecoderNames)('%s in 8 bits', (name) => {
  // What rounding costs random weights of width 32; real ones are in docs/decisions/0013-forms-of-weights.md.
  test('logits whole and in pieces', async () => {
    const decoder = await tinyDecoder(name);
    await using session = await open(decoder, 'q8');
    const border = 20 * decoder.text.hiddenSize;
    const pieces = [decoder.prompt.subarray(0, border), decoder.prompt.subarray(border)];
    for (const prompt of [[decoder.prompt], pieces]) {
      const { run } = newKeysDecoder(session);
      let logits = new Float32Array();
      for (const piece of prompt) logits = new Float32Array(await run(piece));
      expect(distance(logits, decoder.logits)).toBeLessThan(0.05);
    }
  });
});

describe.each(tinyDecoderNames)('%s in 4 bits', (name) => {
  // Only what 8-bit inputs cost is left.
  test('logits are those of the rounded weights', async () => {
    const decoder = await tinyDecoder(name);
    await using session = await open(decoder, 'q4');
    await using reference = await open({ ...decoder, source: roundedWeights(decoder.source) }, 'fp32');
    const expected = await newKeysDecoder(reference).run(decoder.prompt);
    const found = await newKeysDecoder(session).run(decoder.prompt);
    expect(distance(found, expected)).toBeLessThan(0.05);
  });
});
