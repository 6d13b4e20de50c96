import { isJsonObject, type ModelFileStore } from '@slowfast/model-files';
import { ModelInvalidError } from '@slowfast/spec';

/** Where an index of shards lies in a checkpoint. */
export const shardIndexPath = 'model.safetensors.index.json';

const mostIndexBytes = 100_000_000;

/**
 * The file of each tensor by the tensor's name, or undefined when the checkpoint has no index.
 *
 * @throws ModelInvalidError when it is no such index, or a file is not beside it.
 */
export async function readShardIndex(
  store: ModelFileStore,
): Promise<ReadonlyMap<string, string> | undefined> {
  const size = await store.size(shardIndexPath);
  if (size === undefined) return undefined;
  const place = `${store.place}/${shardIndexPath}`;
  const fail = (found: string, expected: string, cause?: unknown): never => {
    throw new ModelInvalidError({ place, found, expected }, { cause });
  };
  if (size > mostIndexBytes) fail(`${size} bytes`, `at most ${mostIndexBytes} bytes`);
  await using file = await store.open(shardIndexPath);
  let index: unknown;
  try {
    index = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await file.read(0, size)));
  } catch (cause) {
    fail(`no JSON (${(cause as Error).message})`, 'a JSON object', cause);
  }
  const map = isJsonObject(index) ? index.weight_map : undefined;
  if (!isJsonObject(map)) return fail('no weight_map', 'the file of each tensor');
  const files = new Map<string, string>();
  for (const [name, path] of Object.entries(map)) {
    if (typeof path !== 'string' || !/^[\w.-]+\.safetensors$/.test(path)) {
      fail(`${JSON.stringify(path)} for ${name}`, 'a .safetensors file beside the index');
    } else files.set(name, path);
  }
  return files;
}
