import { readFile, writeFile } from 'node:fs/promises';
import type { ModelDtype } from '@slowfast/model-files';
import { onnxRuntimeNode } from '@slowfast/onnx-session/node';
import { decodeFloat32 } from '@slowfast/test-kit';
import { loadFamily, openFamily, pictureTokens, relativeDifference } from './family-model.ts';

// Arguments: a folder and suffixes of published files. Prints how far the logits of a prompt with a picture are from those of Python's
// onnxruntime with the same files, a number for each suffix. The tokens of the picture, which take longest, are kept in the folder:
// where they are there already, only the decoder graph is run.
const dtypes: Readonly<Record<string, ModelDtype>> = {
  ...{ _quantized: 'q8', _int8: 'int8', _uint8: 'uint8' },
  ...{ _q4: 'q4', _q4f16: 'q4f16', _fp16: 'fp16' },
};
const [folder = '.', ...suffixes] = process.argv.slice(2);
const name = 'llava-onevision';
const runtime = onnxRuntimeNode();
const { oracle } = await openFamily(name);
const ids = oracle.prompts[oracle.answer.prompt]!.modelIds;

const distances: Record<string, number> = {};
for (const suffix of suffixes) {
  const model = await loadFamily(name, runtime, dtypes[suffix]!);
  const { logits } = await model.extend(model.start, model.prompt(ids, await tokensOf(suffix)), 10_000);
  distances[suffix] = relativeDifference(logits!, decodeFloat32(oracle.precisions![suffix]!.logits));
  await model.dispose();
}
console.log(JSON.stringify(distances));

async function tokensOf(suffix: string): Promise<Float32Array> {
  const path = `${folder}/tokens${suffix}`;
  const kept = await readFile(path).catch(() => undefined);
  if (kept) return new Float32Array(new Uint8Array(kept).buffer);
  const tokens = await pictureTokens(name, runtime, dtypes[suffix]!);
  await writeFile(path, new Uint8Array(tokens.buffer, tokens.byteOffset, tokens.byteLength));
  return tokens;
}
