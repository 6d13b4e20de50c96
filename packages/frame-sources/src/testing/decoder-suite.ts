import type { FrameSource, FrameTransform } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import { collect, digest, isByteExact, paintedNumber, randomNumbers, truth, wholeClips } from './clips.ts';
import { describeTransformed } from './transform-suite.ts';

const allOf = (count: number) => Array.from({ length: count }, (_, index) => index);
const small: FrameTransform = {
  width: 28,
  height: 28,
  fit: 'resize',
  resample: 'bicubic',
  padColor: [0, 0, 0],
};

/** How {@link describeDecoder} opens clips, and what it can't expect. */
export interface DecoderSuiteOptions {
  /** Opens a clip by its name, with the decoder. */
  readonly open: (clip: string) => Promise<FrameSource>;
  /** Why a clip can't be decoded here; such tests are skipped, with the reason. */
  readonly refusals?: Readonly<Record<string, string>>;
  /** Clips whose pictures have other bytes here than PyAV's; their numbers must be right all the same. */
  readonly otherBytes?: readonly string[];
  /** Whether pictures around damage are repaired as FFmpeg does; otherwise only those that refer to none of it are there. */
  readonly repairsDamage: boolean;
}

function clipTester(refusals: Readonly<Record<string, string>>) {
  return (clip: string, title: string, run: () => Promise<void>) => {
    const reason = refusals[clip];
    test.skipIf(reason !== undefined)(reason === undefined ? title : `${title}: skipped, ${reason}`, run);
  };
}

/**
 * Every decoder gives every frame of a clip that PyAV gives, in order and at random.
 *
 * @param clips names of the clips; all of them if absent.
 */
export function describeWholeClips(
  name: string,
  { open, refusals = {}, otherBytes = [] }: Omit<DecoderSuiteOptions, 'repairsDamage'>,
  clips?: readonly string[],
): void {
  const testClip = clipTester(refusals);

  describe(`${name} on whole clips`, () => {
    for (const { name: file, clip } of wholeClips) {
      if (clips && !clips.includes(file)) continue;
      testClip(file, `${file}: every frame as PyAV decodes it, in order and at random`, async () => {
        await using video = await open(file);
        expect([video.info.width, video.info.height]).toEqual([clip.width, clip.height]);
        expect(video.info.rotationDegrees).toBe(clip.rotationDegrees);
        expect(video.info.frameCount).toBe(clip.rgbMd5.length);
        expect(video.info.hasAudio).toBe(clip.hasAudio ?? false);
        for (const [index, seconds] of clip.timestampsSeconds.entries()) {
          const { frameTimestampsSeconds, clockStartSeconds = 0 } = video.info;
          expect(frameTimestampsSeconds[index]! + clockStartSeconds).toBeCloseTo(seconds, 5);
        }
        const frames = await collect(video, { indices: allOf(video.info.frameCount) });
        expect(frames.map((frame) => frame.index)).toEqual(allOf(video.info.frameCount));
        expect(frames.every((frame) => frame.status === 'exact')).toBe(true);
        const first = file === 'h264-edit-list.mp4' ? 13 : 0;
        expect(frames.map((frame) => paintedNumber(frame, clip.rotationDegrees))).toEqual(
          allOf(frames.length).map((index) => first + index),
        );
        if (isByteExact(clip) && !otherBytes.includes(file)) expect(frames.map(digest)).toEqual(clip.rgbMd5);
        const random = randomNumbers(frames.length);
        for (let round = 0; round < 2; round++) {
          const indices = [random(frames.length), random(frames.length), random(frames.length)];
          const selected = await collect(video, { indices: indices.sort((a, b) => a - b) });
          expect(selected.map(digest)).toEqual(indices.map((index) => digest(frames[index]!)));
        }
      });
    }
  });
}

/** What every decoder must do, on every clip. */
export function describeDecoder(name: string, options: DecoderSuiteOptions): void {
  const { open, refusals = {}, repairsDamage } = options;
  const testClip = clipTester(refusals);

  describeWholeClips(name, options);
  describeTransformed(name, open, refusals);

  describe(`${name}`, () => {
    testClip('h264-b-frames.mp4', 'delivers repeated frames as arrays of their own', async () => {
      await using video = await open('h264-b-frames.mp4');
      const frames = await collect(video, { indices: [7, 7, 7, 20] }, { transform: small });
      expect(frames.map((frame) => frame.index)).toEqual([7, 7, 7, 20]);
      expect(frames[1]!.data).toEqual(frames[0]!.data);
      expect(frames[1]!.data).not.toBe(frames[0]!.data);
      expect(frames[0]!.data).toHaveLength(28 * 28 * 3);
    });

    testClip('h264-variable-rate.mp4', 'finds the frame that is shown at a time', async () => {
      await using video = await open('h264-variable-rate.mp4');
      const times = truth['h264-variable-rate.mp4']!.timestampsSeconds;
      const frames = await collect(video, {
        timestampsSeconds: [0, 0.039, times[3]!, times[3]! + 0.02, 0.9],
      });
      expect(frames.map((frame) => paintedNumber(frame))).toEqual([0, 0, 3, 3, 14]);
      expect(frames[3]!.timestampSeconds).toBeCloseTo(times[3]!, 6);
    });

    testClip('av1.mp4', 'decodes two iterations at once', async () => {
      await using video = await open('av1.mp4');
      const [even, odd] = await Promise.all([
        collect(video, { indices: [0, 10, 20] }),
        collect(video, { indices: [1, 11, 21] }),
      ]);
      expect([...even, ...odd].map((frame) => paintedNumber(frame))).toEqual([0, 10, 20, 1, 11, 21]);
    });

    testClip('truncated.mp4', 'stands in the nearest frames where a file is cut off', async () => {
      await using video = await open('truncated.mp4');
      const present = truth['truncated.mp4']!.rgbMd5.length;
      const indices = [0, present - 1, present, 29];
      const frames = await collect(video, { indices });
      expect(frames.map((frame) => frame.status)).toEqual(['exact', 'exact', 'substituted', 'substituted']);
      expect(frames.map((frame) => frame.decodedIndex)).toEqual([0, present - 1, present - 1, present - 1]);
      expect(frames.map((frame) => paintedNumber(frame))).toEqual([0, present - 1, present - 1, present - 1]);
      expect(frames.map((frame) => frame.index)).toEqual(indices);
    });

    testClip(
      'corrupted-middle.mp4',
      'goes on behind damage, and says which frames it stood in for',
      async () => {
        await using video = await open('corrupted-middle.mp4');
        const { timestampsSeconds } = truth['corrupted-middle.mp4']!;
        const frames = await collect(video, { indices: allOf(30) });
        if (!repairsDamage) {
          const substituted = frames.filter((frame) => frame.status === 'substituted');
          expect(substituted.length).toBeGreaterThan(0);
          expect(substituted.length).toBeLessThanOrEqual(6);
          expect(frames.map((frame) => paintedNumber(frame))).toEqual(
            frames.map((frame) => frame.decodedIndex),
          );
        }
        for (const frame of repairsDamage ? frames : []) {
          const isDecodable = timestampsSeconds.some(
            (seconds) => Math.abs(seconds - frame.timestampSeconds) < 1e-6,
          );
          expect(frame.status === 'substituted').toBe(!isDecodable);
          expect(Math.abs(frame.decodedIndex - frame.index)).toBeLessThanOrEqual(isDecodable ? 0 : 3);
          if (frame.status === 'exact') expect(paintedNumber(frame)).toBe(frame.index);
        }
        // One group of six pictures is damaged.
        const damaged = frames.filter((frame) => frame.status !== 'exact').map((frame) => frame.index);
        expect(damaged.length).toBeGreaterThan(0);
        expect(damaged.at(-1)! - damaged[0]!).toBeLessThan(6);
        expect(frames.slice(24).map((frame) => paintedNumber(frame))).toEqual([24, 25, 26, 27, 28, 29]);
      },
    );

    testClip('truncated.mp4', 'delivers all frames before it complains of more than half', async () => {
      await using video = await open('truncated.mp4');
      let delivered = 0;
      const iterate = async () => {
        for await (const frame of video.frames({ indices: [5, 25, 26, 27] }))
          delivered += frame.index > 0 ? 1 : 0;
      };
      await expect(iterate()).rejects.toMatchObject({
        code: 'video-damaged',
        facts: { substituted: 3, selected: 4 },
      });
      expect(delivered).toBe(4);
    });

    testClip('h264-one-key.mp4', 'is cancelled within one frame and leaves the video usable', async () => {
      await using video = await open('h264-one-key.mp4');
      const controller = new AbortController();
      const reason = new Error('enough');
      const seen: number[] = [];
      const iterate = async () => {
        for await (const frame of video.frames({ indices: allOf(30) }, { signal: controller.signal })) {
          seen.push(frame.index);
          if (frame.index === 2) controller.abort(reason);
        }
      };
      await expect(iterate()).rejects.toBe(reason);
      expect(seen).toEqual([0, 1, 2]);
      expect((await collect(video, { indices: [4] })).map((frame) => paintedNumber(frame))).toEqual([4]);
    });

    testClip('vp9.webm', 'may be left early', async () => {
      await using video = await open('vp9.webm');
      for await (const frame of video.frames({ indices: allOf(30) })) if (frame.index === 3) break;
      expect((await collect(video, { indices: [29] })).map((frame) => paintedNumber(frame))).toEqual([29]);
    });

    for (const clip of ['vp9.webm', 'mpeg4.avi'])
      testClip(clip, `ends with DisposedError when the video is disposed: ${clip}`, async () => {
        const video = await open(clip);
        const iterate = async () => {
          for await (const _ of video.frames({ indices: allOf(30) })) await video.dispose();
        };
        await expect(iterate()).rejects.toMatchObject({ code: 'disposed' });
        await expect(collect(video, { indices: [0] })).rejects.toMatchObject({ code: 'disposed' });
        await video.dispose();
      });
  });
}
