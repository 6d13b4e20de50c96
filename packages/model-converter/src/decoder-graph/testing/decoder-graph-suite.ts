import { createOnnxSession, type OnnxSession } from '@slowfast/onnx-session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConverterGraph } from '../../graph/converter-graph.ts';
import { graphInMemory } from '../../graph/graph-in-memory.ts';
import type { DecoderGraphForm } from '../decoder-graph-forms.ts';
import { writeDecoderGraph } from '../write-decoder-graph.ts';
import { newKeysDecoderGraph } from './new-keys-decoder-graph.ts';
import { roundedWeights } from './rounded-weights.ts';
import {
  type TinyLanguageModel,
  type TinyLanguageModelName,
  tinyLanguageModel,
} from './tiny-language-models.ts';

async function open({ text, source }: TinyLanguageModel, form: DecoderGraphForm) {
  const graph = new ConverterGraph();
  writeDecoderGraph(graph, text, source, form);
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

/** How much is tested. */
export interface WrittenDecoderGraphs {
  readonly names: readonly TinyLanguageModelName[];
  /** Forms whose logits of all positions are looked at. */
  readonly formsOfAllPositions: readonly DecoderGraphForm[];
}

/** Decoder graphs that the converter writes, beside transformers. */
export function decoderGraphsBesideTransformers({ names, formsOfAllPositions }: WrittenDecoderGraphs): void {
  describe.each(names)('%s', (name) => {
    let model: TinyLanguageModel;
    let session: OnnxSession;
    beforeAll(async () => {
      model = await tinyLanguageModel(name);
      session = await open(model, 'fp32');
    });
    afterAll(() => session.dispose());

    test.each([Infinity, 256, 7, 1])('in fp32: logits of a prompt in pieces of %d', async (tokens) => {
      const { hiddenSize } = model.text;
      const { run } = newKeysDecoderGraph(session);
      const step = Math.min(model.prompt.length, tokens * hiddenSize);
      let logits = new Float32Array(0);
      for (let at = 0; at < model.prompt.length; at += step) {
        logits = new Float32Array(await run(model.prompt.subarray(at, at + step)));
      }
      expect(distance(logits, model.logits)).toBeLessThan(1e-5);
    });

    test('in fp32: logits of 64 given tokens', async () => {
      const { hiddenSize, vocabularySize } = model.text;
      const { run } = newKeysDecoderGraph(session);
      await run(model.prompt);
      for (let i = 0; i < 64; i++) {
        const logits = await run(model.forced.embeddings.subarray(i * hiddenSize, (i + 1) * hiddenSize));
        const expected = model.forced.logits.subarray(i * vocabularySize, (i + 1) * vocabularySize);
        expect(distance(logits, expected)).toBeLessThan(1e-5);
        expect(argMax(logits)).toBe(argMax(expected));
      }
    });

    // What rounding costs random weights of width 32; real ones are in docs/decisions/0013-forms-of-weights.md.
    test('in 8 bits: logits whole and in pieces', async () => {
      await using rounded = await open(model, 'q8');
      const border = 20 * model.text.hiddenSize;
      const pieces = [model.prompt.subarray(0, border), model.prompt.subarray(border)];
      for (const prompt of [[model.prompt], pieces]) {
        const { run } = newKeysDecoderGraph(rounded);
        let logits = new Float32Array();
        for (const piece of prompt) logits = new Float32Array(await run(piece));
        expect(distance(logits, model.logits)).toBeLessThan(0.05);
      }
    });

    // Only what 8-bit inputs cost is left.
    test('in 4 bits: logits are those of the rounded weights', async () => {
      await using rounded = await open(model, 'q4');
      await using reference = await open({ ...model, source: roundedWeights(model.source) }, 'fp32');
      const expected = await newKeysDecoderGraph(reference).run(model.prompt);
      const found = await newKeysDecoderGraph(rounded).run(model.prompt);
      expect(distance(found, expected)).toBeLessThan(0.05);
    });
  });

  describe.each(formsOfAllPositions)('logits of all positions in %s', (form) => {
    test('are those of the last one behind each', async () => {
      const model = await tinyLanguageModel('llava-onevision');
      const { hiddenSize, vocabularySize } = model.text;
      const graph = new ConverterGraph();
      writeDecoderGraph(graph, model.text, model.source, form, { logits: 'all' });
      await using all = await createOnnxSession(await graphInMemory(graph));
      await using last = await open(model, form);
      const found = await newKeysDecoderGraph(all).run(model.prompt);
      const { run } = newKeysDecoderGraph(last);
      const tokens = model.prompt.length / hiddenSize;
      expect(found.length).toBe(tokens * vocabularySize);
      // Activations of one run share their 8-bit scale, so a token alone is rounded otherwise than among others.
      const tolerance = form === 'fp32' ? 1e-5 : 0.05;
      for (let at = 0; at < tokens; at++) {
        const expected = await run(model.prompt.subarray(at * hiddenSize, (at + 1) * hiddenSize));
        const row = found.subarray(at * vocabularySize, (at + 1) * vocabularySize);
        expect(distance(row, expected)).toBeLessThan(tolerance);
      }
    });
  });
}
