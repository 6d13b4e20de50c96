import { openModelFolder } from '@slowfast/model-files';
import { type TinyCheckpointName, tinyCheckpoint, tinyCheckpointNames } from '@slowfast/tiny-checkpoints';
import { expect, test } from 'vitest';
import { inspectModel } from './inspect-model.ts';

interface Expected {
  readonly size: number;
  readonly grid: readonly [rows: number, columns: number];
  readonly extra?: 'start' | 'end';
  /** Of 50 frames with the paper's settings. */
  readonly tokens: number;
  /** Bytes that a token adds to the cache: layers of attention x key and value x heads x width x 4 bytes. */
  readonly keyValueBytes: number;
  readonly fixedBytes?: number;
}

const siglip = { size: 384, grid: [27, 27], tokens: 4440 } as const;
const clip = { size: 336, grid: [24, 24], tokens: 3680 } as const;
const lfm2 = {
  size: 512,
  grid: [16, 16],
  tokens: 2080,
  keyValueBytes: 128,
  fixedBytes: 3 * 32 * 3 * 4,
} as const;
const expected: Readonly<Record<TinyCheckpointName, Expected>> = {
  'llava-onevision': { ...siglip, keyValueBytes: 2 * 2 * 2 * 8 * 4 },
  'llava-interleave': { ...siglip, keyValueBytes: 2 * 2 * 4 * 8 * 4 },
  'llava-1.5': { ...clip, keyValueBytes: 2 * 2 * 4 * 8 * 4 },
  'llava-1.5-class-token': { ...clip, extra: 'start', keyValueBytes: 2 * 2 * 4 * 8 * 4 },
  'llava-1.6': { ...clip, extra: 'end', keyValueBytes: 2 * 2 * 2 * 8 * 4 },
  nanollava: { ...siglip, keyValueBytes: 2 * 2 * 4 * 8 * 4 },
  'nanollava-other-names': { ...siglip, keyValueBytes: 2 * 2 * 4 * 8 * 4 },
  fastvlm: { size: 1024, grid: [16, 16], tokens: 2080, keyValueBytes: 2 * 2 * 2 * 8 * 4 },
  smolvlm2: { size: 512, grid: [8, 8], tokens: 1120, keyValueBytes: 2 * 2 * 3 * 4 * 4 },
  'lfm2-vl': lfm2,
  'lfm3-vl': lfm2,
};

test.each(tinyCheckpointNames)('%s: what was bound, its grid, its tokens, its bytes', async (name) => {
  const checkpoint = tinyCheckpoint(name);
  const { tensorNames = {} } = await checkpoint.oracle();
  const found = await inspectModel(await openModelFolder(checkpoint.files.url), { tensorNames });
  const { size, grid, extra, tokens, keyValueBytes, fixedBytes = 0 } = expected[name];
  expect(found.image).toEqual({ width: size, height: size, fit: 'resize' });
  expect([found.grid.rows, found.grid.columns]).toEqual(grid);
  expect(found.grid.extraTokenAt).toBe(extra);
  expect(found.video.tokens.total).toBe(tokens);
  expect(found.video.keyValueBytes).toBe(tokens * keyValueBytes);
  // What stays for question and answer, of which the longest takes 128 tokens.
  expect(found.video.fitsContext).toBe(found.contextLength - tokens > 128);
  expect(found.bytes).toMatchObject({ keyValuePerToken: keyValueBytes, fixedStates: fixedBytes });
  expect(found.components.flatMap(({ inputs }) => inputs).filter(({ boundTo }) => !boundTo)).toEqual([]);
  const standardNames = found.components.flatMap(({ inputs }) => inputs.map(({ boundTo }) => boundTo));
  expect(standardNames).toContain('pixel_values');
  expect(standardNames).toContain('input_ids');
  expect(found.bytes.weights).toBe(found.components.reduce((sum, { bytes }) => sum + bytes, 0));
});

test('a checkpoint whose names are not told is refused with the names that it has', async () => {
  const { files } = tinyCheckpoint('nanollava-other-names');
  await expect(openModelFolder(files.url).then((folder) => inspectModel(folder))).rejects.toMatchObject({
    code: 'model-unsupported',
    message: expect.stringContaining('/model/embed_tokens/Gather_output_0'),
  });
});
