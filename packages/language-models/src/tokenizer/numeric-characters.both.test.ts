import type { JsonObject } from '@slowfast/model-files';
import { expect, test } from 'vitest';
import { readFixture } from '../testing/tiny-checkpoint.ts';
import { promptTokenizer } from './prompt-tokenizer.ts';

interface Oracle {
  /** A `Digits` step, then that of bytes. */
  readonly preTokenizer: JsonObject & { readonly pretokenizers: readonly JsonObject[] };
  readonly cases: readonly { readonly text: string; readonly ids: readonly number[] }[];
}

const oracles = await readFixture<readonly Oracle[]>('digits-oracle.json');
const vocabulary = await readFixture<JsonObject>('tokenizers/qwen-style.json');

test.each(
  oracles.flatMap(({ preTokenizer, cases }) =>
    cases.map((each) => ({
      ...each,
      preTokenizer,
      individual: preTokenizer.pretokenizers[0]?.individual_digits,
    })),
  ),
)('numeric characters of every kind are split as by Hugging Face: $text, individual $individual', (each) => {
  const tokenizer = { ...vocabulary, pre_tokenizer: each.preTokenizer };
  const { encode } = promptTokenizer('digits', { tokenizer, tokenizerConfig: {} });
  expect(encode([{ type: 'text', text: each.text }])).toEqual(each.ids);
});
