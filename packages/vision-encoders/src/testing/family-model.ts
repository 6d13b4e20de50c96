import { type ModelFolder, openModelFolder } from '@slowfast/model-files';
import type { Frame } from '@slowfast/spec';
import {
  type PictureFact,
  type TinyCheckpointName,
  type TinyOracle,
  testPicture,
  tinyCheckpoint,
} from '@slowfast/tiny-checkpoints';
import type { Picture, VisionModelOptions } from '../index.ts';

/** A family's checkpoint, opened as people open it, and what transformers computed with it. */
export interface FamilyModel {
  readonly folder: ModelFolder;
  readonly oracle: TinyOracle;
  /** What its export needs to be told. */
  readonly options: Pick<VisionModelOptions, 'tensorNames'>;
}

export async function openFamily(name: TinyCheckpointName): Promise<FamilyModel> {
  const checkpoint = tinyCheckpoint(name);
  const oracle = await checkpoint.oracle();
  return {
    folder: await openModelFolder(checkpoint.files.url),
    oracle,
    options: { tensorNames: oracle.tensorNames?.vision_encoder },
  };
}

/** The picture of a fact. */
export function pictureOf({ width, height, seed }: PictureFact): Picture {
  return testPicture(width, height, seed);
}

/** A picture as a frame of a video. */
export function frameOf(picture: Picture, index = 0): Frame {
  return { ...picture, index, timestampSeconds: index, status: 'exact', decodedIndex: index };
}

/** SHA-256 of the bytes of values, in hexadecimal. */
export async function sha256(values: Float32Array): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new Float32Array(values)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Largest difference over the largest value of the oracle; infinite where one is no number or the lengths differ. */
export function relativeDifference(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length || found.some(Number.isNaN)) return Number.POSITIVE_INFINITY;
  let [difference, largest] = [0, 0];
  found.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(value - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  });
  return difference / largest;
}
