import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { expect, test } from 'vitest';
import { publishedOnProcessors } from './testing/published-suite.ts';

// Signed weights are those whose sums overflow; published-on-processors.matrix.test.ts has the others.
publishedOnProcessors(['_int8']);

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
