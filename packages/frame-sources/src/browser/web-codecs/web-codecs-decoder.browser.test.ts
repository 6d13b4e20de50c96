import { describe, expect, test } from 'vitest';
import { describeDecoder } from '../../testing/decoder-suite.ts';
import { openClip, refusals } from '../../testing/open-clip.browser.ts';

// Nothing tells that a `VideoFrame` is interlaced.
const otherBytes = ['h264-interlaced.m2t'];

describeDecoder('WebCodecs', { open: (clip) => openClip(clip), refusals, otherBytes, repairsDamage: false });

describe('WebCodecs on clips that it does not decode here', () => {
  test.each(Object.entries(refusals))('refuses %s, %s, and names what it found', async (clip, found) => {
    const name = found.split(' has no decoder')[0]!;
    await expect(openClip(clip)).rejects.toMatchObject({
      code: 'decoder-unavailable',
      facts: { codec: name },
      message: expect.stringContaining('convert it to MP4 with H.264 or to WebM'),
    });
  });
});
