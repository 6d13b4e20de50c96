import type { ImageFit } from '@slowfast/spec';
import { onnxVisionEncoder, preprocessImage } from '../index.ts';
import { fixtureModel } from './fixture-model.ts';

/** What every platform must agree on to the bit: keys of caches and pixels as the model gets them. */
export interface PlatformFacts {
  /** Ids of encoders over the fixtures. */
  readonly encoderIds: Readonly<Record<string, string>>;
  /** SHA-256 of the float32 bytes of preprocessed pictures. */
  readonly pixelDigests: Readonly<Record<string, string>>;
}

const clip = {
  size: { shortest_edge: 336 },
  crop_size: { height: 336, width: 336 },
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_std: [0.26862954, 0.26130258, 0.27577711],
};
const siglip = { size: { height: 384, width: 384 }, image_mean: 0.5, image_std: 0.5 };
const bilinear = { ...siglip, size: 98, resample: 2 };
const processors = { clip, siglip, bilinear };
const fits: readonly ImageFit[] = ['resize', 'pad', 'crop'];
const sizes = [
  [640, 360],
  [333, 517],
  [97, 61],
] as const;

/** Computes them here. */
export async function platformFacts(): Promise<PlatformFacts> {
  const encoderIds: Record<string, string> = {};
  for (const name of ['clip', 'siglip-packed', 'rectangular'] as const) {
    await using encoder = await onnxVisionEncoder(await fixtureModel(name));
    encoderIds[name] = encoder.id;
  }
  const pixelDigests: Record<string, string> = {};
  for (const [name, processor] of Object.entries(processors)) {
    for (const fit of fits) {
      for (const [width, height] of sizes) {
        const image = { data: noise(width * height * 3, width), width, height };
        const values = preprocessImage(image, processor, { fit });
        pixelDigests[`${name}, ${fit}, ${width}x${height}`] = await digest(new Float32Array(values));
      }
    }
  }
  return { encoderIds, pixelDigests };
}

/** Bytes of a linear congruential generator. */
function noise(length: number, seed: number): Uint8Array<ArrayBuffer> {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >>> 24;
  });
}

async function digest(values: Float32Array<ArrayBuffer>): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', values));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
