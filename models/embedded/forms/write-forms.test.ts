import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { conversionDtypes } from '@slowfast/model-converter';
import { folderOnDisk } from '@slowfast/model-files/node';
import { ModelInvalidError } from '@slowfast/spec';
import { modelFolder } from '@slowfast/tiny-model';
import { openAssistant } from 'slowfast-llava';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readExportedWeights } from './exported-weights.ts';
import { writeForms } from './write-forms.ts';

const model = fileURLToPath(modelFolder);
const weights = await readExportedWeights(await folderOnDisk(model));

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'slowfast-forms-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

test('every form answers a question about a clip', async () => {
  const written = await writeForms(weights, model, out);
  expect(written.length).toBe(9);
  for (const { path, bytes } of written) expect((await readFile(join(out, path))).length).toBe(bytes);
  for (const dtype of conversionDtypes) {
    await using assistant = await openAssistant({ model: out, dtype, cache: false, worker: false });
    await using video = await assistant.watch(join(model, 'clips/circle.mp4'));
    const { answer } = await video.ask({ text: 'What colour is it?' }).result();
    expect(answer).toBe('red');
  }
});

test('forms are written again in the place of others; weights that are not whole change nothing', async () => {
  await writeForms(weights, model, out);
  const before = await readdir(out, { recursive: true });
  const table = join(out, 'onnx/embed_tokens.onnx');
  const embeddings = await readFile(table);
  const { 'embed.weight': embed, ...others } = weights;
  await expect(writeForms(others, model, out)).rejects.toThrow(ModelInvalidError);
  expect(await readdir(out, { recursive: true })).toEqual(before);

  const zeros = { ...embed!, values: new Float32Array(embed!.values.length) };
  await writeForms({ ...others, 'embed.weight': zeros }, model, out);
  expect(await readdir(out, { recursive: true })).toEqual(before);
  expect(await readFile(table)).not.toEqual(embeddings);
});
