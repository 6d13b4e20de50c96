import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clipPath } from '../../testing/clip-path.ts';
import { collect } from '../../testing/clips.ts';
import { describeDecoder, describeWholeClips } from '../../testing/decoder-suite.ts';
import { ffmpegs } from '../../testing/ffmpegs.ts';
import { openVideo } from '../open-video.ts';
import { ffmpegDecoder } from './ffmpeg-decoder.ts';

/** One clip for each kind of arguments that ffmpeg is given, and of what it writes. */
const kinds = [
  'h264-b-frames.mp4',
  'h264-open-gop.m2t',
  'h264-10-bit.mp4',
  'hevc-tags-end.m2t',
  'vp9-rgb.webm',
  'prores.mov',
  'mpeg4.avi',
  'mpeg4-rotated-90.mov',
  'mjpeg-grey.mkv',
  'rawvideo-rgb.avi',
  'two-tracks.mov',
  'mjpeg-changes.avi',
  'png-sizes.avi',
  'mpeg2-sizes.mkv',
  'mpeg2-interlaced.vob',
  'theora-joined.ogv',
];

// The machine's own is tested with everything; of the others, the first takes its place where there is none.
const whole = ffmpegs.find(({ refusal }) => refusal === undefined);

for (const tested of ffmpegs) {
  const { name, command, refusal, refusals } = tested;
  const decoders = [ffmpegDecoder({ command })];
  const open = (clip: string) => openVideo(clipPath(clip), { decoders });
  describe.skipIf(refusal !== undefined)(refusal ? `${name}: skipped, ${refusal}` : name, () => {
    if (tested === whole) describeDecoder(name, { open, refusals, repairsDamage: true });
    else describeWholeClips(name, { open, refusals }, kinds);

    test('takes more frames than an expression or a command line would hold', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'frame-sources-'));
      try {
        const path = join(folder, 'many.avi');
        const source = "nullsrc=s=16x16:r=25,geq=lum='16+mod(N,219)':cb=128:cr=128,format=yuv420p";
        const made = [
          '-v',
          'error',
          '-f',
          'lavfi',
          '-i',
          source,
          '-frames:v',
          '1700',
          '-c:v',
          'rawvideo',
          path,
        ];
        execFileSync(command, made);
        await using video = await openVideo(path, { decoders });
        expect(video.info.frameCount).toBe(1700);
        // As far apart as no range joins them: 850 of them; then such that 400 ranges do.
        for (const step of [2, 5]) {
          const indices = Array.from({ length: Math.ceil(1700 / step) }, (_, k) => k * step);
          const frames = await collect(video, { indices });
          expect(frames.map((frame) => frame.index)).toEqual(indices);
          expect(frames.every((frame) => frame.status === 'exact')).toBe(true);
          const light = (index: number) => Math.round(((index % 219) * 255) / 219);
          for (const { index, data } of frames) expect(Math.abs(data[0]! - light(index))).toBeLessThan(2);
        }
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });
}

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
