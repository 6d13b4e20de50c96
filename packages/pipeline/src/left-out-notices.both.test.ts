import type { VideoInfo } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { leftOutNotices } from './left-out-notices.ts';

const folder: VideoInfo = {
  ...{ container: 'images', codec: 'png', width: 8, height: 8, rotationDegrees: 0 },
  ...{ frameCount: 1, durationSeconds: 1, frameRate: 1, frameTimestampsSeconds: Float64Array.of(0) },
};

test('names the pictures that were left out, the first of them where there are many', () => {
  expect(leftOutNotices(folder)).toEqual([]);
  expect(leftOutNotices({ ...folder, leftOut: ['a.heic', 'b.jxl'] })).toMatchObject([
    {
      code: 'pictures-left-out',
      message: expect.stringContaining('not read: a.heic, b.jxl. Convert'),
      names: ['a.heic', 'b.jxl'],
    },
  ]);
  const many = Array.from({ length: 9 }, (_, k) => `${k}.heic`);
  expect(leftOutNotices({ ...folder, leftOut: many })[0]!.message).toContain(
    '0.heic, 1.heic, 2.heic and others. ',
  );
});
