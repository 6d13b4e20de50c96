import { expect, test } from 'vitest';
import { fixedClip } from './testing/clips.ts';
import { decodesH264 } from './testing/decodes-h264.ts';
import { openApp, useBrowser } from './testing/open-app.ts';
import { type PageMemory, watchMemory } from './testing/page-memory.ts';

// The memory of WebAssembly, and tensors, are counted in packages/slowfast-llava/src/ten-videos.own-page.browser.test.ts.
useBrowser();

test('ten videos in a row take no more memory after the tenth than after the third (skipped where Chromium has no H.264)', async ({
  skip,
}) => {
  const app = await openApp();
  skip(!(await decodesH264(app)));
  const measure = await watchMemory(app.page);
  await app.page.reload();
  const after: PageMemory[] = [];
  for (let video = 0; video < 10; video += 1) {
    const path = fixedClip(video);
    await app.choose(path);
    await app.page.getByRole('heading', { name: `clip-00${video}.mp4` }).waitFor();
    expect(await app.ask('What shape appears?')).not.toBe('');
    after.push(await measure());
  }
  const [third, tenth] = [after[2]!, after[9]!];
  const told = JSON.stringify(after);
  // V8 still compiles what it meets: over 45 videos the heap levels off, at 15 kB a video.
  expect(tenth.heapBytes - third.heapBytes, told).toBeLessThan(2_000_000);
  expect(tenth.bufferBytes - third.bufferBytes, told).toBeLessThan(1_000_000);
});
