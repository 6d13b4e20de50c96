import type { PromptPart } from '@slowfast/spec';
import { readGolden } from '@slowfast/test-kit/files';
import { expect, test } from 'vitest';
import { promptSegments } from './prompt-segments.ts';

interface SpliceCase {
  readonly prompt: string;
  readonly tokenizerAddsBos: boolean;
  readonly bosId: number;
  readonly imageTokenIndex: number;
  readonly ids: readonly number[];
}

const { cases } = await readGolden<{ cases: SpliceCase[] }>('image-token-splice');

/** The toy tokenizer of the golden file. */
const encode = (parts: readonly { readonly text: string }[]) =>
  [...parts.map((part) => part.text).join('')].map((character) => character.codePointAt(0)! + 1000);

const partsOf = (prompt: string): PromptPart[] =>
  prompt.split('<image>').flatMap((text, i): PromptPart[] => {
    const control: PromptPart = { type: 'control', text };
    return i > 0 ? [{ type: 'video' }, control] : [control];
  });

test.each(cases)('ids around the placeholder: $prompt, start token: $tokenizerAddsBos', (golden) => {
  const startIds = golden.tokenizerAddsBos ? [golden.bosId] : [];
  const segments = promptSegments(partsOf(golden.prompt), { encode, startIds }, true);
  expect(
    segments.flatMap((segment) => (segment.kind === 'ids' ? segment.ids : golden.imageTokenIndex)),
  ).toEqual(golden.ids);
});

test('the start token is not put in front of a sequence that goes on, nor where the template wrote it', () => {
  const control = (text: string): PromptPart => ({ type: 'control', text });
  const tokenizer = { encode, startIds: encode([{ text: 's' }]) };
  expect(promptSegments([control('ab')], tokenizer, false)).toEqual([{ kind: 'ids', ids: [1097, 1098] }]);
  expect(promptSegments([control('sab')], tokenizer, true)).toEqual([
    { kind: 'ids', ids: [1115, 1097, 1098] },
  ]);
  expect(promptSegments([control('ab')], tokenizer, true)).toEqual([
    { kind: 'ids', ids: [1115, 1097, 1098] },
  ]);
});
