import type { Frame, VisionEncoder } from '@slowfast/spec';
import { afterAll, describe, expect } from 'vitest';
import { expectCloseValues } from './expect-values.ts';
import { type ConformanceOptions, suiteTest } from './suite.ts';

/** What {@link visionEncoderConformance} needs. */
export interface VisionEncoderConformanceOptions extends ConformanceOptions {
  /** A new encoder; called once for most tests and once for disposal. */
  readonly create: () => Promise<VisionEncoder>;
  /** How far tokens of one frame may differ between chunks, as a share of the largest value; 1e-5 if absent. */
  readonly tolerance?: number;
}

const video = { width: 64, height: 48 };

/** What every vision encoder must do, whatever it has learnt. */
export function visionEncoderConformance(name: string, options: VisionEncoderConformanceOptions): void {
  const { tolerance = 1e-5 } = options;
  const test = suiteTest(options);
  let shared: Promise<VisionEncoder> | undefined;
  const withEncoder = (testName: string, run: (encoder: VisionEncoder) => Promise<void>) => {
    test(testName, async () => {
      shared ??= options.create();
      await run(await shared);
    });
  };

  describe(`${name}: vision encoder`, () => {
    afterAll(async () => (await shared)?.dispose());

    withEncoder('tells what it makes and what it wants', async (encoder) => {
      expect(encoder.id).not.toBe('');
      expect(encoder.embeddingSize).toBeGreaterThan(0);
      expect(encoder.framesPerChunk).toBeGreaterThanOrEqual(1);
      const wanted = encoder.frameTransform(video);
      expect(wanted.width * wanted.height * wanted.rows * wanted.columns).toBeGreaterThan(0);
      expect(encoder.frameTransform(video)).toEqual(wanted);
    });

    withEncoder('makes a grid of finite tokens of every frame', async (encoder) => {
      const { rows, columns } = encoder.frameTransform(video);
      using tokens = await encoder.encode([picture(encoder, 1), picture(encoder, 2)]);
      expect(tokens.shape).toEqual([2, rows, columns, encoder.embeddingSize]);
      expect((await tokens.read()).every(Number.isFinite)).toBe(true);
    });

    withEncoder(
      'tells how far frames are from the pictures that it knows, where it knows any',
      async (encoder) => {
        const { knownPictures } = encoder;
        if (!knownPictures) return;
        expect(knownPictures.id).not.toBe('');
        expect(knownPictures.threshold).toBeGreaterThan(0);
        using tokens = await encoder.encode([1, 2, 2].map((seed) => picture(encoder, seed)));
        const distances = await knownPictures.distances(tokens);
        expect(distances.length).toBe(3);
        expect(distances.every((distance) => distance >= 0 && Number.isFinite(distance))).toBe(true);
        expect(distances[2]).toBeCloseTo(distances[1]!, 3);
        // They stay the caller's.
        expect((await tokens.read()).length).toBeGreaterThan(0);
      },
    );

    withEncoder('encodes frames independently of the others in a chunk, in their order', async (encoder) => {
      const frames = [1, 2, 3].map((seed) => picture(encoder, seed));
      const together = await encodeValues(encoder, frames);
      const length = together.length / 3;
      for (const [i, frame] of frames.entries()) {
        const alone = await encodeValues(encoder, [frame]);
        expectCloseValues(alone, together.slice(i * length, (i + 1) * length), tolerance);
      }
      expect(together.slice(0, length)).not.toEqual(together.slice(length, 2 * length));
    });

    withEncoder('gives results that nothing later changes', async (encoder) => {
      const frame = picture(encoder, 1);
      using tokens = await encoder.encode([frame]);
      const before = (await tokens.read()).slice();
      frame.data.fill(0);
      await encodeValues(encoder, [picture(encoder, 9)]);
      expect(await tokens.read()).toEqual(before);
    });

    withEncoder('refuses frames of another size', async (encoder) => {
      const { width, height } = encoder.frameTransform(video);
      const wrong = drawn(width + 1, height, 1);
      await expect(encoder.encode([wrong])).rejects.toMatchObject({ code: 'invalid-image' });
    });

    withEncoder('stops when it is told to', async (encoder) => {
      const reason = new Error('stopped by the test');
      const encoding = encoder.encode([picture(encoder, 1)], { signal: AbortSignal.abort(reason) });
      await expect(encoding).rejects.toBe(reason);
      expect((await encodeValues(encoder, [picture(encoder, 1)])).length).toBeGreaterThan(0);
    });

    test('is of no use once it is disposed', async () => {
      const encoder = await options.create();
      const frame = picture(encoder, 1);
      await encoder.dispose();
      await encoder.dispose();
      await expect(encoder.encode([frame])).rejects.toMatchObject({ code: 'disposed' });
    });
  });
}

async function encodeValues(encoder: VisionEncoder, frames: readonly Frame[]): Promise<Float32Array> {
  using tokens = await encoder.encode(frames);
  return (await tokens.read()).slice();
}

function picture(encoder: VisionEncoder, seed: number): Frame {
  const { width, height } = encoder.frameTransform(video);
  return drawn(width, height, seed);
}

/** A slanted pattern that differs from seed to seed. */
function drawn(width: number, height: number, seed: number): Frame {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return (seed * 53 + (pixel % width) * (2 + seed) + Math.floor(pixel / width) * 5 + (i % 3) * 40) % 256;
  });
  return { index: seed, timestampSeconds: seed, width, height, data, status: 'exact', decodedIndex: seed };
}
