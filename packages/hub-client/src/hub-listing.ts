import { isJsonObject, jsonAt, modelPath } from '@slowfast/model-files';
import { HubAnswerInvalidError, SlowFastError } from '@slowfast/spec';
import { type HubReference, isCommit } from './hub-reference.ts';
import { askHub } from './hub-request.ts';
import { type HubRetry, hubRetries } from './hub-retries.ts';
import type { HubSettings } from './hub-settings.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** A file that the hub has. */
export interface HubFile {
  /** Path inside of the model, checked: it does not lead out of it. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the contents, of files that the hub keeps in large file storage. */
  readonly sha256?: string;
  /** What git calls the contents (of files in large storage: of the pointer to them). */
  readonly gitBlobId: string;
}

/** What the hub has of a model at a revision. */
export interface HubListing {
  readonly id: string;
  readonly revision: string;
  /** The commit that the revision is at the moment: 40 hexadecimal digits. */
  readonly commit: string;
  readonly files: readonly HubFile[];
}

/** How the hub is asked. */
export interface HubAsking {
  readonly settings: HubSettings;
  readonly retryPolicy: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
  readonly onRetry?: ((retry: HubRetry) => void) | undefined;
}

const mostListingBytes = 32 * 1024 * 1024;

/**
 * Asks the hub which files a model has. Cost: one request; tries again where that may help.
 *
 * @throws HubAccessDeniedError, HubNotFoundError or HubUnavailableError when there is no answer; HubAnswerInvalidError when
 * the answer is no listing, is larger than 32 MiB, or names files outside of the model.
 */
export async function listHubFiles(reference: HubReference, asking: HubAsking): Promise<HubListing> {
  const { settings, retryPolicy, signal, onRetry } = asking;
  const { id, revision } = reference;
  const address = `/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const { endpoint } = settings;
  const retries = hubRetries({ endpoint, what: id, retryPolicy, signal, onRetry });
  for (;;) {
    try {
      await using answer = await askHub({ address, subject: reference, settings, retryPolicy, signal });
      const text = await limitedText(answer.pieces(), `${endpoint}${address}`);
      return readHubListing(parseListing(text, `${endpoint}${address}`), reference, `${endpoint}${address}`);
    } catch (failure) {
      await retries.again(failure);
    }
  }
}

/** What identifies the contents of a file: SHA-256, or git's name. The hub's cache names files by it. */
export function contentId({ sha256, gitBlobId }: HubFile): string {
  return sha256 ?? gitBlobId;
}

async function limitedText(pieces: AsyncIterable<Uint8Array>, address: string): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > mostListingBytes) {
      throw invalid(address, 'a gigantic listing', `at most ${mostListingBytes} bytes`);
    }
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}

function parseListing(text: string, address: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(address, (cause as Error).message, 'a listing in JSON', cause);
  }
}

/**
 * Checks a listing in the form that the hub gives.
 *
 * @param address where it is from, for people.
 * @throws HubAnswerInvalidError when it is no listing, or names files outside of the model.
 */
export function readHubListing(value: unknown, { id, revision }: HubReference, address: string): HubListing {
  const commit = jsonAt(value, 'sha');
  if (typeof commit !== 'string' || !isCommit(commit)) {
    throw invalid(address, `the commit ${brief(commit)}`, '40 hexadecimal digits');
  }
  if (isCommit(revision) && commit !== revision) {
    throw invalid(address, `the commit ${commit}`, `the commit ${revision}, which was asked for`);
  }
  const siblings = jsonAt(value, 'siblings');
  if (!Array.isArray(siblings)) throw invalid(address, `the files ${brief(siblings)}`, 'a list of files');
  const files = siblings.map((each) => readFile(each, address)).filter((file) => file !== undefined);
  const paths = new Set(files.map(({ path }) => path));
  if (paths.size < files.length) throw invalid(address, 'a file that is listed twice', 'each file once');
  return { id, revision, commit, files };
}

/** Undefined for a file that has a name which not every disk can have; no model needs it. */
function readFile(value: unknown, address: string): HubFile | undefined {
  const path = jsonAt(value, 'rfilename');
  if (typeof path !== 'string') throw invalid(address, `a file named ${brief(path)}`, 'names of files');
  if (path.startsWith('/') || /(^|[/\\])\.\.?([/\\]|$)/.test(path)) {
    throw invalid(address, `the path ${brief(path)}`, 'paths inside of the model');
  }
  if (!isModelPath(address, path)) return undefined;
  const lfs = jsonAt(value, 'lfs');
  const bytes = jsonAt(isJsonObject(lfs) ? lfs : value, 'size');
  if (!Number.isSafeInteger(bytes) || (bytes as number) < 0) {
    throw invalid(address, `the size ${brief(bytes)} of ${path}`, 'a number of bytes');
  }
  const gitBlobId = hash(jsonAt(value, 'blobId'), 40, address, path);
  const file = { path, bytes: bytes as number, gitBlobId };
  return isJsonObject(lfs) ? { ...file, sha256: hash(lfs.sha256, 64, address, path) } : file;
}

function isModelPath(address: string, path: string): boolean {
  try {
    modelPath(address, '', path);
    return true;
  } catch (error) {
    if (error instanceof SlowFastError) return false;
    throw error;
  }
}

function hash(value: unknown, digits: number, address: string, path: string): string {
  if (typeof value === 'string' && new RegExp(`^[0-9a-f]{${digits}}$`).test(value)) return value;
  throw invalid(address, `the hash ${brief(value)} of ${path}`, `${digits} hexadecimal digits`);
}

/** A value for a message, cut where it is long. */
function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function invalid(address: string, found: string, expected: string, cause?: unknown): HubAnswerInvalidError {
  return new HubAnswerInvalidError({ address, found, expected }, { cause });
}
