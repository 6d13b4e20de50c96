import { createOnnxSession, float32Tensor, int64Tensor, type OnnxTensor } from '@slowfast/onnx-session';
import { decodeFloat32 } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { type TinyCheckpoint, tinyCheckpoint } from './index.ts';
import { type DecoderGraphPiece, plainDecoderGraph } from './testing/plain-decoder-graph.ts';
import { visionFeeds } from './testing/vision-feeds.ts';

/** Against the greatest value. Python's onnxruntime gives 4e-7 to 3e-6. */
const tolerance = 2e-5;
const half = { mean: 0.5, std: 0.5 };
const families = [
  { name: 'fastvlm', normalising: { mean: 0, std: 1 }, placeholder: 'image_token_index' },
  { name: 'smolvlm2', normalising: half, placeholder: 'image_token_id' },
  { name: 'lfm2-vl', normalising: half, placeholder: 'image_token_id' },
  { name: 'lfm3-vl', normalising: half, placeholder: 'image_token_id' },
] as const;

describe.each(families)('$name: the files compute what transformers does', (family) => {
  const checkpoint = tinyCheckpoint(family.name);

  test('features of a picture', async () => {
    const { features } = await checkpoint.oracle();
    await using session = await open(checkpoint, 'vision_encoder');
    const { image_features } = await session.run(visionFeeds(session, features.picture, family.normalising));
    expect(image_features!.shape.slice(-2)).toEqual([features.rows * features.columns, features.size]);
    expectNear(image_features!.data as Float32Array, decodeFloat32(features.values));
  });

  test.each([
    ['in one piece', [Infinity], [Infinity]],
    ['in pieces', [7, 50, 1], [1, 2, 20]],
  ] as const)('logits of a prompt and of 64 given ids, %s', async (_, ofPrompt, ofForced) => {
    const { answer, features, prompts } = await checkpoint.oracle();
    const config: Record<string, number> = await checkpoint.files.json('config.json');
    const placeholder = config[family.placeholder]!;
    const tokens = decodeFloat32(features.values);
    const ids = prompts[answer.prompt]!.modelIds.flatMap((id) =>
      id === placeholder ? Array<number>(features.rows * features.columns).fill(id) : id,
    );
    await using session = await open(checkpoint, 'decoder_model_merged');
    const embedsItself = session.inputs.some((input) => input.name === 'input_ids');
    await using embedding = embedsItself ? undefined : await open(checkpoint, 'embed_tokens');
    const decoderGraph = plainDecoderGraph(session);

    let used = 0;
    const piece = async (part: readonly number[]): Promise<DecoderGraphPiece> => {
      const count = part.filter((id) => id === placeholder).length * features.size;
      const shown = tokens.subarray(used, used + count);
      used += count;
      const input_ids = int64Tensor(part, [1, part.length]);
      if (embedding === undefined) {
        const image_features = float32Tensor(shown, [count / features.size, features.size]);
        return { length: part.length, feeds: { input_ids, image_features } };
      }
      const { inputs_embeds } = (await embedding.run({ input_ids })) as { inputs_embeds: OnnxTensor };
      const data = Float32Array.from(inputs_embeds.data as Float32Array);
      const first = part.indexOf(placeholder);
      if (count > 0) data.set(shown, first * features.size);
      return { length: part.length, feeds: { inputs_embeds: { ...inputs_embeds, data } } };
    };
    const run = async (all: readonly number[], sizes: readonly number[]) => {
      const logits: number[] = [];
      for (const part of cut(all, sizes))
        for (const value of await decoderGraph.run(await piece(part))) logits.push(value);
      return Float32Array.from(logits);
    };
    const last = decodeFloat32(answer.logits);
    expectNear((await run(ids, ofPrompt)).subarray(-last.length), last);
    expectNear(await run(answer.forced.ids, ofForced), decodeFloat32(answer.forced.logits));
  });
});

async function open(checkpoint: TinyCheckpoint, component: string) {
  return createOnnxSession(await checkpoint.files.bytes(`onnx/${component}.onnx`));
}

/** Pieces of the given sizes, then the rest. */
function cut(ids: readonly number[], sizes: readonly number[]): (readonly number[])[] {
  const pieces: (readonly number[])[] = [];
  let at = 0;
  for (const size of [...sizes, Infinity]) {
    if (at < ids.length) pieces.push(ids.slice(at, at + size));
    at += size;
  }
  return pieces;
}

function expectNear(actual: Float32Array, expected: Float32Array): void {
  expect(actual.length).toBe(expected.length);
  let distance = 0;
  let greatest = 0;
  for (const [index, value] of expected.entries()) {
    distance = Math.max(distance, Math.abs(actual[index]! - value));
    greatest = Math.max(greatest, Math.abs(value));
  }
  expect(distance / greatest).toBeLessThan(tolerance);
}
