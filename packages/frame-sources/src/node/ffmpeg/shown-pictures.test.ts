import { expect, test } from 'vitest';
import { ffmpegs } from '../../testing/ffmpegs.ts';
import type { FfmpegProcess } from './ffmpeg-process.ts';
import { startFfmpeg } from './ffmpeg-process.ts';
import { followShownPictures, type ShownPicture, showingFilter } from './shown-pictures.ts';

const bt709 = { matrix: 'bt709', fullRange: false };

/** What is told of the pictures of which ffmpeg says these lines. */
async function followed(lines: readonly string[], count: number): Promise<(ShownPicture | undefined)[]> {
  let take: ((line: string) => boolean) | undefined;
  const said: Pick<FfmpegProcess, 'watch' | 'until'> = {
    watch: (given) => {
      take = given;
    },
    until: async (read) => read(),
  };
  const next = followShownPictures(said as FfmpegProcess);
  for (const line of lines) take!(line);
  const pictures: (ShownPicture | undefined)[] = [];
  for (let k = 0; k < count; k++) pictures.push(await next());
  return pictures;
}

test('what other threads say in between takes nothing away', async () => {
  const head = '[Parsed_showinfo_2 @ 0x7f]';
  const told = (n: number, size: string, fields = 'P') =>
    `n:   ${n} pts:  ${n} pts_time:0.1 fmt:yuv420p cl:left sar:1/1 s:${size} i:${fields} iskey:1 type:I `;
  const decoded = 'decoder -> pts:97200 pts_time:1.08 keyframe:0 frame_type:2';
  const lines = [
    `${head} ${told(0, '160x96')}${decoded}`,
    '',
    `${head} color_range:tv${decoded}`,
    `${head}  color_space:bt709 color_primaries:unknown color_trc:unknown`,
    `[graph] incoming frame - w: 80 h: 48 fmt: 4 csp: unknown`,
    `${head} ${told(1, '80x48', 'T')}`,
    `${head}   side data - pan/scan`,
    `${head} color_range:unknown color_space:unknown color_primaries:unknown`,
    `[dec:h264 @ 0x1] something else ${told(2, '80x48', 'B')}`,
    `${head} color_range:pc color_space:bt470bg color_primaries:unknown`,
  ];
  const formats = { pixelFormats: ['yuv420p', 'yuv422p'] };
  const small = { width: 80, height: 48, isInterlaced: true, ...formats };
  expect(await followed(lines, 4)).toEqual([
    { width: 160, height: 96, pixelFormats: ['yuv420p'], isInterlaced: false, ...bt709 },
    { ...small, matrix: undefined, fullRange: undefined },
    { ...small, matrix: 'bt601', fullRange: true },
    undefined,
  ]);
});

for (const { name, command, refusal } of ffmpegs) {
  test.skipIf(refusal !== undefined)(`${name} says it${refusal ? `: skipped, ${refusal}` : ''}`, async () => {
    const source = 'color=s=32x16:r=25:d=0.12,format=yuv420p';
    const made = ['-v', 'info', '-f', 'lavfi', '-i', source, '-vf', showingFilter];
    const ffmpeg = startFfmpeg(command, [...made, '-f', 'null', '-'], new AbortController().signal);
    try {
      const next = followShownPictures(ffmpeg);
      const picture = { width: 32, height: 16, pixelFormats: ['yuv420p'], isInterlaced: false };
      expect([await next(), await next(), await next()]).toMatchObject([picture, picture, picture]);
      expect(await next()).toBeUndefined();
    } finally {
      await ffmpeg.stop();
    }
  });
}
