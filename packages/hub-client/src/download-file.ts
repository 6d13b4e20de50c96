import { DownloadDamagedError } from '@slowfast/spec';
import { type ContentHash, type MakeContentHash, portableContentHash } from './content-hash.ts';
import { contentId, type HubAsking, type HubFile, type HubListing } from './hub-listing.ts';
import { type HubSubject, subjectText } from './hub-refusal.ts';
import { askHub, type HubAnswer } from './hub-request.ts';
import { hubRetries, PassingFailure } from './hub-retries.ts';

/** Where the bytes of one file go. What an earlier download left there is used. */
export interface DownloadSink {
  /** Bytes that are there. */
  bytesThere(): Promise<number>;
  /** What is there, from its beginning. */
  read(): AsyncIterable<Uint8Array>;
  append(piece: Uint8Array): Promise<void>;
  /** Throws away what is there. */
  reset(): Promise<void>;
  /** Gives the file its name; called once, when all of it is there and was checked. */
  finish(): Promise<void>;
}

/** What {@link downloadFile} is told. */
export interface DownloadFileOptions extends HubAsking {
  /** Called at the start with what was there already, and with every piece. Must return quickly. */
  readonly onBytes?: ((loaded: number) => void) | undefined;
  /** What hashes the file; WebAssembly if absent. */
  readonly hashOf?: MakeContentHash | undefined;
}

/**
 * Downloads a file of a listed model, from where an earlier attempt ended, and checks size and hash. The sink is finished when
 * all is well; after a failure it holds what has arrived, so that the next call fetches only the rest, and nothing when what
 * arrived was wrong.
 *
 * Cost: what is there already is read once for the hash. Memory: one piece.
 *
 * @throws DownloadDamagedError when size or hash is another; HubAccessDeniedError, HubNotFoundError, HubUnavailableError or
 * HubAnswerInvalidError; what the sink throws; the reason of the signal, at the latest after a piece.
 */
export async function downloadFile(
  listing: HubListing,
  file: HubFile,
  sink: DownloadSink,
  options: DownloadFileOptions,
): Promise<void> {
  const { signal, onBytes, hashOf = portableContentHash } = options;
  const subject: HubSubject = { id: listing.id, revision: listing.revision, path: file.path };
  const hash = await hashOf(file);
  let loaded = await hashWhatIsThere(file, sink, hash, signal);
  onBytes?.(loaded);

  async function startOver(): Promise<void> {
    await sink.reset();
    hash.restart();
    loaded = 0;
    onBytes?.(0);
  }

  async function damaged(found: string, expected: string): Promise<DownloadDamagedError> {
    await sink.reset();
    return new DownloadDamagedError({ model: listing.id, path: file.path, found, expected });
  }

  const wrongSize = (bytes: number) => damaged(`${bytes} bytes`, `${file.bytes} bytes, as listed`);

  async function take(answer: HubAnswer): Promise<void> {
    const isRest = answer.status === 206 && (startOf(answer) ?? loaded) === loaded;
    if (!isRest && loaded > 0) await startOver();
    if (answer.status === 416 || (answer.status === 206 && !isRest)) {
      throw new PassingFailure('cut-off', 'another part than the one that was asked for');
    }
    const announced = wholeSizeOf(answer);
    if (announced !== undefined && announced !== file.bytes) throw await wrongSize(announced);
    for await (const piece of answer.pieces()) {
      signal?.throwIfAborted();
      if (loaded + piece.length > file.bytes) throw await wrongSize(loaded + piece.length);
      await sink.append(piece);
      hash.update(piece);
      loaded += piece.length;
      retries.progressed();
      onBytes?.(loaded);
    }
    if (loaded < file.bytes) {
      throw new PassingFailure('cut-off', `an answer that ends after ${loaded} of ${file.bytes} bytes`);
    }
  }

  const { settings, retryPolicy, onRetry } = options;
  const retries = hubRetries({
    endpoint: settings.endpoint,
    what: subjectText(subject),
    retryPolicy,
    signal,
    onRetry,
  });
  while (loaded < file.bytes) {
    try {
      await using answer = await askHub({
        address: fileAddress(listing, file),
        subject,
        settings,
        retryPolicy,
        signal,
        accepts: [416],
        headers: loaded > 0 ? { Range: `bytes=${loaded}-` } : undefined,
      });
      await take(answer);
    } catch (failure) {
      await retries.again(failure);
    }
  }
  const found = hash.digest();
  if (found !== contentId(file)) throw await damaged(`the hash ${found}`, contentId(file));
  signal?.throwIfAborted();
  await sink.finish();
}

async function hashWhatIsThere(
  file: HubFile,
  sink: DownloadSink,
  hash: ContentHash,
  signal: AbortSignal | undefined,
): Promise<number> {
  const there = await sink.bytesThere();
  if (there > file.bytes) {
    await sink.reset();
    return 0;
  }
  let loaded = 0;
  if (there > 0) {
    for await (const piece of sink.read()) {
      signal?.throwIfAborted();
      hash.update(piece);
      loaded += piece.length;
    }
  }
  return loaded;
}

/** Address of a file below the endpoint, by its commit: a branch may move while its files are on their way. */
export function fileAddress({ id, commit }: HubListing, { path }: HubFile): string {
  return `/${id}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** Where a part begins; undefined where servers keep that from pages of others. */
function startOf({ headers }: HubAnswer): number | undefined {
  const start = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

/** Bytes of the whole file, where an answer tells them. */
function wholeSizeOf({ status, headers }: HubAnswer): number | undefined {
  if (status === 206) {
    const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
    return total === undefined ? undefined : Number(total);
  }
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? undefined : Number(length);
}
