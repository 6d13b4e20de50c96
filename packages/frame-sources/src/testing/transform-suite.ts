import type { FrameSource, FrameTransform } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import { collect, digest, fixtures } from './clips.ts';

/** Pictures of clips as Pillow transforms them; see fixtures/make_oracles.py. */
const { padColor, cases } = await fixtures.json<{
  readonly padColor: FrameTransform['padColor'];
  readonly cases: readonly {
    readonly clip: string;
    readonly indices: readonly number[];
    readonly transform: Omit<FrameTransform, 'padColor'>;
    readonly md5: readonly string[];
  }[];
}>('transformed.json');

/**
 * Every decoder's frames, transformed, have the bytes of PyAV's pictures that Pillow transforms: so Node's and a browser's are
 * the same to the bit.
 *
 * @param refusals why a clip can't be decoded here; such tests are skipped, with the reason.
 */
export function describeTransformed(
  name: string,
  open: (clip: string) => Promise<FrameSource>,
  refusals: Readonly<Record<string, string>>,
): void {
  describe(`${name} and Pillow`, () => {
    for (const { clip, indices, transform, md5 } of cases) {
      const reason = refusals[clip];
      const title = `${clip}: ${transform.fit} to ${transform.width}`;
      test.skipIf(reason !== undefined)(reason ? `${title}: skipped, ${reason}` : title, async () => {
        await using video = await open(clip);
        const frames = await collect(video, { indices }, { transform: { ...transform, padColor } });
        expect(frames.map(digest)).toEqual(md5);
      });
    }
  });
}
