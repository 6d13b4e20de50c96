import { expect, test } from 'vitest';
import type { SequencePiece } from './sequence-piece.ts';
import { idFeeder } from './token-feeder.ts';

const image = 99;
const pieces: readonly SequencePiece[] = [
  { kind: 'ids', ids: [1, 2] },
  { kind: 'embeddings', values: Float32Array.of(10, 11, 20, 21, 30, 31), tokens: 3 },
  { kind: 'ids', ids: [3] },
];

test.each([
  { start: 0, tokens: 6, ids: [1, 2, image, image, image, 3], features: [10, 11, 20, 21, 30, 31] },
  { start: 0, tokens: 2, ids: [1, 2], features: [] },
  { start: 1, tokens: 3, ids: [2, image, image], features: [10, 11, 20, 21] },
  { start: 4, tokens: 2, ids: [image, 3], features: [30, 31] },
])(
  'tokens $start to $start + $tokens by ids, features beside them',
  async ({ start, tokens, ids, features }) => {
    expect(await idFeeder(image)(pieces, start, tokens, 2)).toEqual({
      kind: 'ids',
      ids,
      imageFeatures: Float32Array.from(features),
    });
  },
);

test('an image token among the text is refused: it would take the features of another', async () => {
  const text: SequencePiece = { kind: 'ids', ids: [1, image] };
  await expect(idFeeder(image)([text], 0, 2, 2)).rejects.toMatchObject({ code: 'runtime-failed' });
});
