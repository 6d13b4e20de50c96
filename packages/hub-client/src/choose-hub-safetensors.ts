import { HubModelUnusableError } from '@slowfast/spec';
import { type ChosenHubFiles, settingsFiles } from './choose-hub-files.ts';
import type { HubListing } from './hub-listing.ts';

const singleFile = 'model.safetensors';
const shardIndex = 'model.safetensors.index.json';

/**
 * Just the files that a conversion needs: settings, tokenizer, and the weights in safetensors, in one file or in shards with their
 * index. Pure.
 *
 * @throws HubModelUnusableError when the model has none; it says what is there instead.
 */
export function chooseHubSafetensors(listing: HubListing): ChosenHubFiles {
  const paths = new Set(listing.files.map(({ path }) => path));
  const isWeights = (path: string) =>
    paths.has(singleFile) ? path === singleFile : path === shardIndex || isShard(path);
  const missing = ['config.json', 'tokenizer.json'].filter((path) => !paths.has(path));
  if (!paths.has(singleFile) && !paths.has(shardIndex)) missing.push(singleFile);
  if (missing.length > 0) {
    const weights = [...paths].filter((path) => /\.(safetensors|bin|gguf|pt|onnx)$/.test(path));
    throw new HubModelUnusableError({
      model: listing.id,
      found: weights.length === 0 ? 'no weights' : `weights in ${weights.slice(0, 4).join(', ')}`,
      expected: missing.join(', '),
      remedy: 'Choose a repository with these files',
    });
  }
  const files = listing.files.filter(({ path }) => settingsFiles.includes(path) || isWeights(path));
  return { files, bytes: files.reduce((sum, file) => sum + file.bytes, 0), dtypes: {} };
}

function isShard(path: string): boolean {
  return /^model-\d+-of-\d+\.safetensors$/.test(path);
}
