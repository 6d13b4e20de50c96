import type { ModelFileStore, OpenModelFile } from '@slowfast/model-files';
import { ModelIncompleteError, ModelInvalidError } from '@slowfast/spec';
import type { WeightSource } from '../weights/weight-source.ts';
import { readSafetensorsHeader, type SafetensorsEntry } from './safetensors-header.ts';
import { safetensorsTensor } from './safetensors-tensor.ts';
import { readShardIndex, shardIndexPath } from './shard-index.ts';

/** The weights of a checkpoint, whose files stay open until it is disposed. */
export interface SafetensorsWeights extends WeightSource, AsyncDisposable {}

const singlePath = 'model.safetensors';

interface Place {
  readonly file: OpenModelFile;
  readonly entry: SafetensorsEntry;
}

/**
 * Opens the weights of a checkpoint: `model.safetensors`, or the files that `model.safetensors.index.json` names. Headers are
 * read and checked, values are not. The caller disposes it.
 *
 * @throws ModelIncompleteError when there are none, or shards are missing (all of them are named).
 * @throws ModelInvalidError when a file lies about what it holds, or a shard lacks what the index says.
 */
export async function openSafetensors(store: ModelFileStore): Promise<SafetensorsWeights> {
  const files: OpenModelFile[] = [];
  const close = async () => {
    await Promise.all(files.map((file) => file[Symbol.asyncDispose]()));
  };
  try {
    const places = await findTensors(store, files);
    return { ...weightsOf(store.place, places), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where each tensor lies; every file that is opened is added to `files`. */
async function findTensors(store: ModelFileStore, files: OpenModelFile[]): Promise<Map<string, Place>> {
  const isSingle = (await store.size(singlePath)) !== undefined;
  const index = isSingle ? undefined : await readShardIndex(store);
  const paths = index ? [...new Set(index.values())].sort() : [singlePath];
  const sizes = await Promise.all(paths.map((path) => store.size(path)));
  const missing = paths.filter((_, i) => sizes[i] === undefined);
  if (missing.length > 0) throw new ModelIncompleteError({ place: store.place, missing });
  const places = new Map<string, Place>();
  for (const path of paths) {
    const file = await store.open(path);
    files.push(file);
    for (const [name, entry] of await readSafetensorsHeader(file)) {
      // Of a tensor that two shards have, the one counts that the index names.
      if (index === undefined || index.get(name) === path) places.set(name, { file, entry });
    }
  }
  for (const [name, path] of index ?? []) {
    if (places.has(name)) continue;
    const facts = { found: `no ${name}`, expected: `it there, as ${shardIndexPath} says` };
    throw new ModelInvalidError({ place: `${store.place}/${path}`, ...facts });
  }
  return places;
}

function weightsOf(place: string, places: ReadonlyMap<string, Place>): WeightSource {
  return {
    place,
    names: [...places.keys()],
    has: (name) => places.has(name),
    tensor(name) {
      const found = places.get(name);
      if (found) return safetensorsTensor(found.file, found.entry);
      throw new ModelInvalidError({ place, found: 'none of that name', expected: `the tensor ${name}` });
    },
  };
}
