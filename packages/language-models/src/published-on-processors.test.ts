import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testProcessors } from '@slowfast/emulated-processor';
import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { afterAll, beforeAll, expect, test } from 'vitest';

const script = new URL('./testing/print-precision-distances.ts', import.meta.url);
const suffixes = ['_quantized', '_int8', '_uint8', '_q4'];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'published-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.for(testProcessors)(
  'published precisions are what another build of the runtime computes, on $name',
  async ({ skipReason, overflows, run }, { skip }) => {
    if (skipReason !== undefined) skip(skipReason);
    // Each processor runs the vision model of signed weights. Emulated, the others would take minutes: their tokens are there already.
    await rm(join(folder, 'tokens_int8'), { force: true });
    // Under this name are files of the others, as the test below makes sure.
    const asked = suffixes.filter((suffix) => !overflows || suffix !== '_quantized');
    const distances = (await run(script, [folder, ...asked])) as Record<string, number>;
    expect(Object.keys(distances)).toEqual(asked);
    for (const distance of Object.values(distances)) expect(distance).toBeLessThan(1e-5);
  },
);

test('`_quantized` is the file of signed or of unsigned weights under another name', async () => {
  const { files } = tinyCheckpoint('llava-onevision');
  const bytesOf = (component: string, suffix: string) => files.bytes(`onnx/${component}${suffix}.onnx`);
  for (const [component, suffix] of [
    ['vision_encoder', '_uint8'],
    ['embed_tokens', '_int8'],
    ['decoder_model_merged', '_int8'],
  ] as const) {
    const same =
      Buffer.compare(await bytesOf(component, '_quantized'), await bytesOf(component, suffix)) === 0;
    expect(same, component).toBe(true);
  }
});
