import {
  type JsonObject,
  type ModelFileStore,
  type ModelFolder,
  readModelFolder,
} from '@slowfast/model-files';
import type { Frame } from '@slowfast/spec';
import { decodeBase64, decodeFloat32 } from '@slowfast/test-kit';
import { fixtureBytes, fixtureJson } from './read-fixtures.ts';

/** A model under `fixtures`. */
export type FixtureName = 'clip' | 'siglip-packed' | 'rectangular';

/** Changes to the files of a fixture: members to replace, or undefined for a file that is not there. */
export interface FixtureChanges {
  readonly config?: JsonObject;
  readonly preprocessor?: JsonObject | undefined;
}

/** The vision half of a checkpoint. */
export interface VisionFiles {
  readonly config: JsonObject;
  readonly preprocessor: JsonObject | undefined;
  readonly vision: Uint8Array;
}

/** What PyTorch computed for a fixture. */
export interface FixtureOracle {
  readonly frames: readonly Frame[];
  readonly shape: readonly number[];
  readonly features: Float32Array;
}

/** Opens a fixture as a whole checkpoint. */
export async function fixtureModel(name: FixtureName, changes: FixtureChanges = {}): Promise<ModelFolder> {
  const config = await fixtureJson<JsonObject>(`${name}/config.json`);
  const processor = await fixtureJson<JsonObject>(`${name}/preprocessor_config.json`);
  const isRemoved = 'preprocessor' in changes && changes.preprocessor === undefined;
  return modelInMemory({
    config: { ...config, ...changes.config },
    preprocessor: isRemoved ? undefined : { ...processor, ...changes.preprocessor },
    vision: await fixtureBytes(`${name}/onnx/vision_encoder.onnx`),
  });
}

/**
 * A checkpoint of these files. Only its vision half exists; nothing here looks at the other one, so the vision model
 * stands in for the decoder graph's files.
 */
export async function modelInMemory({ config, preprocessor, vision }: VisionFiles): Promise<ModelFolder> {
  const files = new Map<string, Uint8Array>([
    ['config.json', jsonBytes({ image_token_index: 0, ...config })],
    ['tokenizer.json', jsonBytes({})],
    ['onnx/vision_encoder.onnx', vision],
    ['onnx/embed_tokens.onnx', vision],
    ['onnx/decoder_model_merged.onnx', vision],
  ]);
  if (preprocessor) files.set('preprocessor_config.json', jsonBytes(preprocessor));
  return readModelFolder(filesInMemory(files));
}

/** The frames that PyTorch got and the features that it gave. */
export async function fixtureOracle(name: FixtureName): Promise<FixtureOracle> {
  const oracle = await fixtureJson<{
    width: number;
    height: number;
    frames: readonly string[];
    shape: readonly number[];
    features: string;
  }>(`${name}/oracle.json`);
  return {
    frames: oracle.frames.map((data, index) => ({
      index,
      timestampSeconds: index,
      width: oracle.width,
      height: oracle.height,
      data: decodeBase64(data),
      status: 'exact',
      decodedIndex: index,
    })),
    shape: oracle.shape,
    features: decodeFloat32(oracle.features),
  };
}

function filesInMemory(files: ReadonlyMap<string, Uint8Array>): ModelFileStore {
  return {
    place: 'memory',
    size: async (path) => files.get(path)?.length,
    open: async (path) => {
      const bytes = files.get(path)!;
      return {
        place: path,
        size: bytes.length,
        read: async (offset, length) => bytes.subarray(offset, offset + length),
        [Symbol.asyncDispose]: async () => {},
      };
    },
    load: async (path) => files.get(path)!,
  };
}

function jsonBytes(value: JsonObject): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
