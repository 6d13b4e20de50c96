import type { ByteFailure } from '@slowfast/byte-sources';
import { ModelNotFoundError } from '@slowfast/spec';

/** Statuses that servers give for files which they don't have; some hide those behind a refusal. */
const missingStatuses: readonly number[] = [401, 403, 404, 410];

/** A file of a model that a server does not give, or that can't be reached; servers that keep pages of others out are of these. */
export function modelFailure({ place, kind, status, reason, cause }: ByteFailure): ModelNotFoundError {
  const why =
    kind === 'refused'
      ? `HTTP ${status}`
      : `network failure: ${reason}; a server elsewhere must also allow this page by CORS headers`;
  return new ModelNotFoundError({ place, reason: why }, { cause });
}

/** Why an answer means that there is no such file; undefined when it doesn't. */
export function reasonOfAbsence({
  status,
  headers,
}: {
  readonly status: number;
  readonly headers: Headers;
}): string | undefined {
  if (missingStatuses.includes(status)) return `HTTP ${status}`;
  // Servers of single pages answer with the page wherever they have no file.
  const isPage = status < 300 && headers.get('content-type')?.startsWith('text/html');
  return isPage ? 'the server answers with an HTML page' : undefined;
}

/** Bytes of the file that an answer announces; undefined where it doesn't, or tells the size of something compressed. */
export function announcedBytes({ headers }: { readonly headers: Headers }): number | undefined {
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding !== 'identity') return undefined;
  // Some servers answer HEAD with a length of 0, whatever the file is.
  return Number(headers.get('content-length')) || undefined;
}
