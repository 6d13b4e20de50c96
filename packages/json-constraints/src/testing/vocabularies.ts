import type { TokenVocabulary } from '@slowfast/spec';

const encode = (text: string) => new TextEncoder().encode(text);

/** All bytes as tokens, and pieces of JSON and of words, some of them cut within a character. */
export function byteVocabulary(...pieces: readonly string[]): TokenVocabulary {
  const bytes = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
  const common = [
    '{"',
    '":',
    '": ',
    '","',
    '"}',
    '[]',
    '}]',
    ', "',
    'true',
    'false',
    'null',
    ' a',
    'the',
    'shape',
    '12',
    '007',
    '.5',
    '\n  ',
  ];
  const emoji = encode('🙂');
  return {
    texts: [
      ...bytes,
      undefined,
      ...[...common, ...pieces].map(encode),
      emoji,
      emoji.slice(0, 2),
      emoji.slice(2),
      encode('é"'),
      undefined,
    ],
    isConcatenated: true,
  };
}

/** Only these texts, a token each. */
export const smallVocabulary = (...texts: readonly string[]): TokenVocabulary => ({
  texts: texts.map(encode),
  isConcatenated: true,
});

/** The texts of tokens, one behind the other. */
export function textOf({ texts }: TokenVocabulary, ids: readonly number[]): string {
  const bytes = ids.flatMap((id) => [...(texts[id] ?? [])]);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
}
