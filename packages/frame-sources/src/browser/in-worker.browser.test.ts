import { expect, test } from 'vitest';
import { digest, fixtures, truth } from '../testing/clips.ts';
import { framesInWorker } from '../testing/frames-in-worker.browser.ts';
import { clipFile } from '../testing/open-clip.browser.ts';

const clip = 'vp9.webm';
const indices = [0, 13, 29];

test.each([
  ['a file', await clipFile(clip)],
  ['an address', new URL(`clips/${clip}`, fixtures.url).href],
])('a worker decodes %s to the same bytes', async (_, place) => {
  const frames = await framesInWorker(place, indices);
  if (typeof frames === 'string') throw new Error(frames);
  const { width, height, rgbMd5 } = truth[clip]!;
  expect(frames.map((data) => digest({ data, width, height }))).toEqual(
    indices.map((index) => rgbMd5[index]),
  );
});
