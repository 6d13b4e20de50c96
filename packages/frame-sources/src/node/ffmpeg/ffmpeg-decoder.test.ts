import { describe, expect, test } from 'vitest';
import { clipPath } from '../../testing/clip-path.ts';
import { describeDecoder } from '../../testing/decoder-suite.ts';
import { openVideo } from '../open-video.ts';
import { ffmpegDecoder } from './ffmpeg-decoder.ts';
import { probeFfmpeg } from './probe-ffmpeg.ts';

const { refusal } = await probeFfmpeg('ffmpeg');

describe.skipIf(refusal !== undefined)(`ffmpeg${refusal ? `: skipped, ${refusal}` : ''}`, () => {
  const decoders = [ffmpegDecoder()];
  describeDecoder('ffmpeg', { open: (clip) => openVideo(clipPath(clip), { decoders }), repairsDamage: true });
});

describe('ffmpegDecoder without ffmpeg', () => {
  const decoders = [ffmpegDecoder({ command: 'no-such-ffmpeg' })];

  test.each(['h264-b-frames.mp4', 'mpeg4.avi'])('refuses %s and names the two ways', async (clip) => {
    await expect(openVideo(clipPath(clip), { decoders })).rejects.toMatchObject({
      code: 'decoder-unavailable',
      facts: { tried: ['no-such-ffmpeg is not on the PATH'] },
      message: expect.stringMatching(/working ffmpeg on the PATH or the npm package node-av/),
    });
  });

  test.each(['animation.gif', 'images'])('opens %s all the same', async (clip) => {
    await using video = await openVideo(clipPath(clip), { decoders });
    expect(video.info.frameCount).toBe(12);
  });
});
