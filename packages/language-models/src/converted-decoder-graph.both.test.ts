import { decodeFloat32 } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { openConvertedFamily } from './testing/converted-family.ts';
import { loadFamilyOf, logitRows, openFamily, relativeDifference } from './testing/family-model.ts';
import { testRuntimes } from './testing/test-runtimes.ts';

const { oracle } = await openFamily('llava-onevision');

// Few runs, so that it is done on a graphics adapter in software too; the families are tested at length elsewhere.
describe.each(testRuntimes)('a decoder graph of our converter on $name', ({ runtime, logitsTolerance }) => {
  test('logits of a prompt in two chunks, of tokens behind it, and of a fork whose place is taken', async () => {
    const model = await loadFamilyOf(await openConvertedFamily('llava-onevision'), runtime);
    try {
      const { prompt: asked, logits, forced } = oracle.answer;
      const features = decodeFloat32(oracle.features.values);
      const prompt = model.prompt(oracle.prompts[asked]!.modelIds, features);
      const read = await model.extend(model.start, prompt, 600);
      expect(relativeDifference(read.logits!, decodeFloat32(logits))).toBeLessThan(logitsTolerance);
      const expected = logitRows(forced.logits, forced.ids.length);
      for (let fork = 0; fork < 2; fork++) {
        let state = read;
        for (const position of [0, 1]) {
          state = await model.extend(state, [{ kind: 'ids', ids: [forced.ids[position]!] }], 600);
          expect(relativeDifference(state.logits!, expected[position]!)).toBeLessThan(logitsTolerance);
        }
      }
    } finally {
      await model.dispose();
    }
  });
});
