import { ModelInvalidError } from '@slowfast/spec';
import { sha256 } from './file-fingerprint.ts';
import { type JsonObject, parseJson, readText } from './json.ts';
import type { ModelFileStore } from './model-file-store.ts';

/** The file that tells what the pictures that a model knows are like; models need not have it. */
const knownPicturesFile = 'known_pictures.json';

/**
 * How tokens of the pictures that a model knows are spread. A token less `tokenMean`, made one long, is its direction; the mean of a frame's
 * directions is normally distributed around `frameMean`, with `variances` along `axes` and `restVariance` in every other direction.
 */
export interface KnownPictureStatistics {
  /** Stable text that names the contents of the file. */
  readonly id: string;
  /** Width of a token. */
  readonly size: number;
  /** `[size]` */
  readonly tokenMean: Float32Array;
  /** `[size]` */
  readonly frameMean: Float32Array;
  /** `[axes, size]`, each one long and at right angles to the others. */
  readonly axes: Float32Array;
  /** `[axes]` */
  readonly variances: Float32Array;
  readonly restVariance: number;
  /** See `KnownPictures.threshold`. */
  readonly threshold: number;
}

/** The one measure that there is; a file that names another wants another version of this package. */
const measure = 'mean-direction';

/**
 * Reads `known_pictures.json`, or gives undefined where there is none.
 *
 * @throws ModelInvalidError when it is broken, or of a measure that is not known.
 */
export async function readKnownPictures(store: ModelFileStore): Promise<KnownPictureStatistics | undefined> {
  const text = await readText(store, knownPicturesFile);
  if (text === undefined) return undefined;
  const place = `${store.place}/${knownPicturesFile}`;
  const found = parseJson(place, text);
  if (found.measure !== measure) {
    throw invalid(place, `measure ${JSON.stringify(found.measure)}`, `"${measure}"`);
  }
  const size = positive(place, found, 'size');
  const variances = floats(place, found, 'variances');
  return {
    id: await sha256([new TextEncoder().encode(text)]),
    size,
    tokenMean: floats(place, found, 'tokenMean', size),
    frameMean: floats(place, found, 'frameMean', size),
    axes: floats(place, found, 'axes', variances.length * size),
    variances: positives(place, variances),
    restVariance: positive(place, found, 'restVariance'),
    threshold: positive(place, found, 'threshold'),
  };
}

function positive(place: string, found: JsonObject, name: string): number {
  const value = found[name];
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value;
  throw invalid(place, `${name} ${JSON.stringify(value)}`, 'a number above 0');
}

function positives(place: string, variances: Float32Array): Float32Array {
  if (variances.every((value) => value > 0)) return variances;
  throw invalid(place, 'variances of 0 or less', 'numbers above 0');
}

/** Little-endian float32 values in base64. */
function floats(place: string, found: JsonObject, name: string, length?: number): Float32Array {
  const text = found[name];
  const expected = `${length === undefined ? '' : `${length} `}finite float32 values in base64`;
  let characters: string;
  try {
    characters = atob(typeof text === 'string' ? text : '?');
  } catch {
    throw invalid(place, `${name} that is no base64`, expected);
  }
  const bytes = Uint8Array.from(characters, (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const values = Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) =>
    view.getFloat32(4 * i, true),
  );
  if (
    bytes.length % 4 === 0 &&
    (length ?? values.length) === values.length &&
    values.every(Number.isFinite)
  ) {
    return values;
  }
  throw invalid(place, `${name} of ${bytes.length} bytes`, expected);
}

function invalid(place: string, found: string, expected: string): ModelInvalidError {
  return new ModelInvalidError({ place, found, expected });
}
