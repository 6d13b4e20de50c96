import { describeModel } from '@slowfast/model-files';
import type { PromptPart } from '@slowfast/spec';
import { timestampsOracle, tinyCheckpointNames } from '@slowfast/tiny-checkpoints';
import { expect, test } from 'vitest';
import { familiesBesideTransformers } from './testing/families-suite.ts';
import { openFamily } from './testing/family-model.ts';
import { promptSegments } from './tokenizer/prompt-segments.ts';
import { promptTokenizer } from './tokenizer/prompt-tokenizer.ts';

test.each((await timestampsOracle()).smolvlm2)(
  'ids of a prompt with times equal those of the processor: frames at $timestampsSeconds',
  async ({ timestampsSeconds, tokensPerFrame, text, ids }) => {
    const { folder } = await openFamily('smolvlm2');
    const { imageToken } = await describeModel(folder);
    const tokenizer = promptTokenizer(folder.place, await folder.tokenizer());
    const parts = text.split(imageToken.text).flatMap((between, i): PromptPart[] => {
      const control: PromptPart = { type: 'control', text: between };
      return i > 0
        ? [{ type: 'video', from: (i - 1) * tokensPerFrame, to: i * tokensPerFrame }, control]
        : [control];
    });
    const segments = promptSegments(parts, tokenizer, true);
    expect(segments.flatMap((part) => (part.kind === 'ids' ? part.ids : imageToken.id))).toEqual(ids);
    expect(segments.filter(({ kind }) => kind === 'video')).toHaveLength(timestampsSeconds.length);
  },
);

// In Chromium one of each kind of language model: Qwen2, Mistral, and convolutions beside attention. The others are in
// families.matrix.browser.test.ts.
familiesBesideTransformers(
  typeof document === 'undefined' ? tinyCheckpointNames : ['llava-onevision', 'llava-1.6', 'lfm2-vl'],
);
