import { ModelNotFoundError } from '@slowfast/spec';

/** Statuses that servers give for files which they don't have; some hide those behind a refusal. */
const missingStatuses: readonly number[] = [401, 403, 404, 410];

/**
 * Asks a server.
 *
 * @throws ModelNotFoundError when it can't be reached, which includes servers that keep pages of others out.
 */
export async function ask(url: URL, init: RequestInit, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: signal ?? null });
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = `network failure: ${(cause as Error).message}; a server elsewhere must also allow this page by CORS headers`;
    throw new ModelNotFoundError({ place: url.href, reason }, { cause });
  }
}

/** Why an answer means that there is no such file; undefined when it doesn't. */
export function reasonOfAbsence(response: Response): string | undefined {
  if (missingStatuses.includes(response.status)) return `HTTP ${response.status}`;
  // Servers of single pages answer with the page wherever they have no file.
  const isPage = response.ok && response.headers.get('content-type')?.startsWith('text/html');
  return isPage ? 'the server answers with an HTML page' : undefined;
}

/** @throws ModelNotFoundError when a server neither gives a file nor says that there is none. */
export function requireOk(response: Response, url: URL): void {
  if (response.ok) return;
  void response.body?.cancel();
  throw new ModelNotFoundError({ place: url.href, reason: `HTTP ${response.status}` });
}

/** Bytes of the file that an answer announces; undefined where it doesn't, or tells the size of something compressed. */
export function announcedBytes({ headers }: Response): number | undefined {
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding !== 'identity') return undefined;
  // Some servers answer HEAD with a length of 0, whatever the file is.
  return Number(headers.get('content-length')) || undefined;
}

/** Bytes of the whole file behind a part of it; undefined where the server keeps that from pages of others. */
export function totalBytes({ headers }: Response): number | undefined {
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}
