import { describeModel } from '@slowfast/model-files';
import type { OnnxRuntime } from '@slowfast/onnx-session';
import type { PromptPart } from '@slowfast/spec';
import { decodeFloat32 } from '@slowfast/test-kit';
import type { TinyCheckpointName } from '@slowfast/tiny-checkpoints';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { promptSegments } from '../tokenizer/prompt-segments.ts';
import { promptTokenizer } from '../tokenizer/prompt-tokenizer.ts';
import { convertedFamilies, openConvertedFamily } from './converted-family.ts';
import {
  type FamilyModel,
  leader,
  loadFamily,
  loadFamilyOf,
  logitRows,
  openFamily,
  relativeDifference,
  slowFastTokens,
} from './family-model.ts';
import { testRuntimes } from './test-runtimes.ts';

// Of what transformers computes in float32 from the same weights, by the largest logit. Measured: at most 4.2e-6.
const tolerance = 2e-5;
/** Where the two likeliest tokens are closer than this, another order of sums may swap them. */
const clearLead = 1e-3;

/** The language models of some families beside transformers: ids of prompts, logits and greedy ids. */
export function familiesBesideTransformers(names: readonly TinyCheckpointName[]): void {
  describe.each(names)('%s', async (name) => {
    const { folder, oracle, tensorNames } = await openFamily(name);

    test.each(oracle.prompts)(
      'ids of a prompt equal those of its tokenizer, and with the start token those of its processor: $rendered',
      async ({ rendered, ids, modelIds }) => {
        const { imageToken } = await describeModel(folder, tensorNames);
        const tokenizer = promptTokenizer(folder.place, await folder.tokenizer());
        expect(tokenizer.encode([{ type: 'control', text: rendered }])).toEqual(ids);
        const [before, after] = rendered.split(imageToken.text) as [string, string];
        const parts: PromptPart[] = [
          { type: 'control', text: before },
          { type: 'video' },
          { type: 'control', text: after },
        ];
        const segments = promptSegments(parts, tokenizer, true);
        expect(segments.flatMap((part) => (part.kind === 'ids' ? part.ids : imageToken.id))).toEqual(
          modelIds,
        );
      },
    );

    test.skipIf(!oracle.aroundImage)(
      'ids around a picture are those that its processor writes (skipped where it writes none)',
      async () => {
        const { promptTemplate } = await describeModel(folder, tensorNames);
        const tokenizer = promptTokenizer(folder.place, await folder.tokenizer());
        const ids = (text: string) => tokenizer.encode([{ type: 'control', text }]);
        const { before, after } = promptTemplate.aroundImage;
        expect({ before: ids(before), after: ids(after) }).toEqual(oracle.aroundImage);
      },
    );

    const converted = convertedFamilies.find((each) => each === name);
    const decoderGraphs = [
      {
        decoderGraph: 'decoder graph of its own layout',
        load: (runtime: OnnxRuntime) => loadFamily(name, runtime),
      },
      ...(converted
        ? [
            {
              decoderGraph: 'decoder graph of our converter, new keys only',
              load: async (runtime: OnnxRuntime) =>
                loadFamilyOf(await openConvertedFamily(converted), runtime),
            },
          ]
        : []),
    ];
    const setups = testRuntimes
      .filter(({ slowReason }) => slowReason === undefined)
      .flatMap((each) => decoderGraphs.map((decoderGraph) => ({ ...each, ...decoderGraph })));
    describe.each(setups)('$decoderGraph on $name', ({ runtime, load }) => {
      let model: FamilyModel;
      beforeAll(async () => {
        model = await load(runtime);
      });
      afterAll(() => model?.dispose());

      test.each([7, 256, 10_000])(
        'logits of a prompt with a picture, in chunks of %i',
        async (chunkTokens) => {
          const prompt = model.prompt(
            oracle.prompts[oracle.answer.prompt]!.modelIds,
            decodeFloat32(oracle.features.values),
          );
          const { logits } = await model.extend(model.start, prompt, chunkTokens);
          expect(relativeDifference(logits!, decodeFloat32(oracle.answer.logits))).toBeLessThan(tolerance);
        },
      );

      test('teacher-forced over 64 positions: logits, and the likeliest token wherever it leads clearly', async () => {
        const { ids, logits } = oracle.answer.forced;
        const prompt = model.prompt(
          oracle.prompts[oracle.answer.prompt]!.modelIds,
          decodeFloat32(oracle.features.values),
        );
        let state = await model.extend(model.start, prompt, 256);
        let compared = 0;
        for (const [position, expected] of logitRows(logits, ids.length).entries()) {
          state = await model.extend(state, [{ kind: 'ids', ids: [ids[position]!] }], 256);
          expect(relativeDifference(state.logits!, expected)).toBeLessThan(tolerance);
          const { id, lead } = leader(expected);
          if (lead <= clearLead) continue;
          expect(leader(state.logits!).id).toBe(id);
          compared += 1;
        }
        expect(compared).toBeGreaterThan(48);
      });

      test('a SlowFast prompt of several frames: tokens of the whole pipeline, logits, 64 greedy ids', async () => {
        const { slowfast } = oracle;
        const tokens = await slowFastTokens(name, runtime);
        expect(tokens.length).toBe(slowfast.tokens * slowfast.size);
        const prompt = model.prompt(oracle.prompts[slowfast.prompt]!.modelIds, tokens);
        let state = await model.extend(model.start, prompt, 256);
        expect(relativeDifference(state.logits!, decodeFloat32(slowfast.logits))).toBeLessThan(tolerance);
        for (const [position, id] of slowfast.greedy.ids.entries()) {
          if (slowfast.greedy.gaps[position]! > clearLead) expect(leader(state.logits!).id).toBe(id);
          state = await model.extend(state, [{ kind: 'ids', ids: [id] }], 256);
        }
      });
    });
  });
}
