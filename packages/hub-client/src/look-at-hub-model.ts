import {
  type ModelDtypeChoice,
  type ModelFileStore,
  type ModelFolder,
  modelBlocks,
  readModelFolder,
} from '@slowfast/model-files';
import { ModelInvalidError } from '@slowfast/spec';
import { fileAddress } from './download-file.ts';
import { type HubAsking, type HubFile, type HubListing, listHubFiles } from './hub-listing.ts';
import type { HubReference } from './hub-reference.ts';
import { askHub } from './hub-request.ts';
import { hubRetries } from './hub-retries.ts';

/**
 * Opens a model of the hub to look at, without downloading it: configuration files are read, and of the weights headers and
 * samples, by Range requests. Its weights can't be loaded.
 *
 * Cost: some 20 requests for each ONNX file, of 32 KiB each; more where weights stand inside of it.
 *
 * @throws what `listHubFiles` and `readModelFolder` throw; HubUnavailableError when the hub does not give parts of files.
 */
export async function lookAtHubModel(
  reference: HubReference,
  asking: HubAsking,
  options: { readonly dtype?: ModelDtypeChoice | undefined } = {},
): Promise<ModelFolder> {
  const listing = await listHubFiles(reference, asking);
  return readModelFolder(hubFilesInParts(listing, asking), options);
}

function hubFilesInParts(listing: HubListing, asking: HubAsking): ModelFileStore {
  const files = new Map(listing.files.map((file) => [file.path, file]));
  const readers = new Map<string, ReturnType<typeof modelBlocks>>();
  const place = `${asking.settings.endpoint}/${listing.id}`;

  function known(path: string): HubFile {
    const file = files.get(path);
    if (file) return file;
    throw new ModelInvalidError({
      place: `${place}/${path}`,
      found: 'no file',
      expected: 'a file of the model',
    });
  }

  function reader(file: HubFile) {
    const found =
      readers.get(file.path) ??
      modelBlocks(file.bytes, (start, end) => readPart(listing, file, start, end - start, asking));
    readers.set(file.path, found);
    return found;
  }

  return {
    place,
    size: async (path) => files.get(path)?.bytes,
    async open(path) {
      const file = known(path);
      return {
        place: `${place}/${path}`,
        size: file.bytes,
        async read(offset, length) {
          const wanted = Math.max(0, Math.min(length, file.bytes - offset));
          return wanted === 0 ? new Uint8Array() : reader(file)(offset, offset + wanted);
        },
        [Symbol.asyncDispose]: async () => {},
      };
    },
    load: async (path) => {
      const expected = 'a model that was downloaded: this one is only looked at';
      throw new ModelInvalidError({ place: `${place}/${path}`, found: 'weights at the hub', expected });
    },
  };
}

async function readPart(
  listing: HubListing,
  file: HubFile,
  offset: number,
  length: number,
  { settings, retryPolicy, signal, onRetry }: HubAsking,
): Promise<Uint8Array> {
  const { id, revision } = listing;
  const { path } = file;
  const { endpoint } = settings;
  const retries = hubRetries({ endpoint, what: `${path} of ${id}`, retryPolicy, signal, onRetry });
  for (;;) {
    try {
      await using answer = await askHub({
        address: fileAddress(listing, file),
        subject: { id, revision, path },
        settings,
        retryPolicy,
        signal,
        headers: { Range: `bytes=${offset}-${offset + length - 1}` },
      });
      // A server that knows no ranges gives all of it: what comes before is passed over, the rest is not waited for.
      return await part(
        answer.pieces(),
        answer.status === 206 ? 0 : offset,
        length,
        `${endpoint}/${id}/${path}`,
      );
    } catch (failure) {
      await retries.again(failure);
    }
  }
}

async function part(
  pieces: AsyncIterable<Uint8Array>,
  skipped: number,
  length: number,
  place: string,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let position = -skipped;
  for await (const piece of pieces) {
    const from = Math.max(0, -position);
    if (from < piece.length) {
      const at = position + from;
      bytes.set(piece.subarray(from, from + Math.max(0, length - at)), at);
    }
    position += piece.length;
    if (position >= length) return bytes;
  }
  throw new ModelInvalidError({
    place,
    found: `${Math.max(0, position)} bytes`,
    expected: `${length} bytes from ${skipped} on, as listed`,
  });
}
