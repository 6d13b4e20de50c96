import { type FrameSource, isSlowFastError } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import { clipBytes, collect, randomNumbers } from './clips.ts';

/**
 * Clips whose bytes are overwritten at random give frames or a typed error, and nothing hangs.
 *
 * @param openBytes opens bytes as a file of this name.
 */
export function describeDamage(
  name: string,
  clips: readonly string[],
  openBytes: (bytes: Uint8Array<ArrayBuffer>, name: string) => Promise<FrameSource>,
): void {
  const cases = clips.flatMap((clip) => Array.from({ length: 10 }, (_, seed) => ({ clip, seed })));

  describe(`${name}: random damage`, () => {
    test.each(cases)('$clip, seed $seed: gives frames or a typed error', async ({ clip, seed }) => {
      const bytes = await clipBytes(clip);
      const random = randomNumbers(seed * 7919 + 1);
      for (let k = 0; k < 1 + seed * 3; k++) bytes[random(bytes.length)] = random(256);
      const damaged = seed % 4 === 3 ? bytes.slice(0, random(bytes.length)) : bytes;
      try {
        await using video = await openBytes(damaged, `${seed}-${clip}`);
        const indices = [0, 3, 11, 29].filter((index) => index < video.info.frameCount);
        const frames = await collect(video, { indices });
        expect(frames.map((frame) => frame.index)).toEqual(indices);
      } catch (error) {
        if (!isSlowFastError(error)) throw error;
      }
    });
  });
}
