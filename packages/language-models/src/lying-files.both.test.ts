import { type ModelFiles, openModelFolder } from '@slowfast/model-files';
import { OnnxGraphBuilder, writeOnnxModel } from '@slowfast/onnx-format';
import { expect, test } from 'vitest';
import { onnxLanguageModel } from './index.ts';
import { promptParts, tinyCheckpointFiles } from './testing/tiny-checkpoint.ts';

const text = promptParts({ question: 'What?' }).filter((part) => part.type !== 'video');

/** The checkpoint with one of its files replaced. */
async function withFile(path: string, bytes: Uint8Array): Promise<ModelFiles> {
  return { ...(await tinyCheckpointFiles()), [path]: new Blob([bytes as Uint8Array<ArrayBuffer>]) };
}

/** A table of embeddings whose width its header may lie about. */
function embeddings(width: number, declared: number | string): Uint8Array {
  const graph = new OnnxGraphBuilder();
  const ids = graph.input('input_ids', 'int64', [1, 's']);
  const table = graph.constant(new Float32Array(384 * width), 'float32', [384, width]);
  graph.output(graph.node('Gather', [table, ids]), 'float32', [1, 's', declared], 'inputs_embeds');
  return writeOnnxModel(graph.build());
}

test('embeddings of another width than the decoder graph takes are refused before anything runs', async () => {
  const folder = await openModelFolder(await withFile('onnx/embed_tokens.onnx', embeddings(16, 16)));
  await expect(onnxLanguageModel(folder)).rejects.toMatchObject({
    code: 'model-invalid',
    facts: { found: 'embeddings of width 16', expected: 'width 32, which the decoder graph takes' },
  });
});

test('embeddings of another width than the header says are refused at the first run', async () => {
  const folder = await openModelFolder(await withFile('onnx/embed_tokens.onnx', embeddings(16, 'width')));
  await using model = await onnxLanguageModel(folder);
  await using session = await model.session();
  await expect(session.prefill(text)).rejects.toMatchObject({ code: 'runtime-failed' });
  expect(session.tokenCount).toBe(0);
});

test.each<[string, Record<string, unknown>, string]>([
  ['no context length', { text_config: { model_type: 'unheard-of' } }, 'model-invalid'],
  ['an encoder-decoder', { is_encoder_decoder: true }, 'model-unsupported'],
  ['a model of text alone', { image_token_index: undefined }, 'model-unsupported'],
])('a configuration with %s is refused', async (_, change, code) => {
  const files = await tinyCheckpointFiles();
  const config = JSON.parse(await files['config.json']!.text());
  const bytes = new TextEncoder().encode(JSON.stringify({ ...config, ...change }));
  const open = async () => onnxLanguageModel(await openModelFolder(await withFile('config.json', bytes)));
  await expect(open()).rejects.toMatchObject({ code });
});

test('an ONNX file that is cut off, or none, is refused when the model is opened', async () => {
  const files = await tinyCheckpointFiles();
  const whole = new Uint8Array(await files['onnx/decoder_model_merged.onnx']!.arrayBuffer());
  for (const bytes of [
    whole.subarray(0, 1000),
    new TextEncoder().encode('version https://git-lfs.github.com'),
  ]) {
    const opened = withFile('onnx/decoder_model_merged.onnx', bytes).then((changed) =>
      openModelFolder(changed),
    );
    await expect(opened).rejects.toMatchObject({ code: 'model-invalid' });
  }
});
