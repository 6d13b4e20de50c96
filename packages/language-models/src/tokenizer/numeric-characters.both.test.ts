import type { JsonObject } from '@slowfast/model-files';
import { expect, test } from 'vitest';
import { readFixture } from '../testing/tiny-checkpoint.ts';
import { promptTokenizer } from './prompt-tokenizer.ts';

interface Oracle {
  readonly individual: boolean;
  readonly tokenizer: JsonObject;
  readonly cases: readonly { readonly text: string; readonly ids: readonly number[] }[];
}

const oracles = await readFixture<readonly Oracle[]>('digits-oracle.json');

test.each(oracles.flatMap(({ cases, ...step }) => cases.map((each) => ({ ...step, ...each }))))(
  'numeric characters of every kind are split as by Hugging Face: $text, individual $individual',
  (each) => {
    const { tokenizer, text, ids } = each;
    const { encode } = promptTokenizer('digits', { tokenizer, tokenizerConfig: {} });
    expect(encode([{ type: 'text', text }])).toEqual(ids);
  },
);
