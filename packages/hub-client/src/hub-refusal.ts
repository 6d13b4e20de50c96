import { HubAccessDeniedError, HubAnswerInvalidError, HubNotFoundError } from '@slowfast/spec';
import type { HubReference } from './hub-reference.ts';
import { PassingFailure } from './hub-retries.ts';
import type { HubSettings } from './hub-settings.ts';

/** What is asked of the hub. */
export interface HubSubject extends HubReference {
  /** A file of the model; the model itself if absent. */
  readonly path?: string;
}

/** What was asked for, for people. */
export function subjectText({ id, path }: HubSubject): string {
  return path === undefined ? id : `${path} of ${id}`;
}

/**
 * Why an answer is none, as a typed error; a {@link PassingFailure} where asking again may help. The codes are those that
 * huggingface_hub 2.4 knows (https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/utils/_http.py).
 */
export function refusalOf(response: Response, subject: HubSubject, settings: HubSettings): Error {
  const { status, headers } = response;
  const { endpoint } = settings;
  const { id: model, revision, path } = subject;
  const code = headers.get('x-error-code');
  const denied = (reason: 'unknown' | 'token' | 'gated' | 'forbidden') =>
    new HubAccessDeniedError({ model, endpoint, status, reason, hasToken: settings.token !== undefined });
  const missing = (what: 'model' | 'revision' | 'file') =>
    new HubNotFoundError({ what, model, revision, ...(path !== undefined && { path }), endpoint });
  if (code === 'GatedRepo') return denied('gated');
  if (code === 'RevisionNotFound') return missing('revision');
  if (code === 'EntryNotFound') return missing('file');
  if (status === 401) {
    const isTokenBad = /invalid (credentials|username|token)/i.test(headers.get('x-error-message') ?? '');
    return denied(isTokenBad && settings.token !== undefined ? 'token' : 'unknown');
  }
  if (status === 403) return denied('forbidden');
  if (status === 404 || status === 410) {
    return missing(path === undefined || code === 'RepoNotFound' ? 'model' : 'file');
  }
  if (status === 429 || status === 503) {
    const retryAfterMs = retryAfter(headers.get('retry-after'));
    const kind = status === 429 ? 'rate-limited' : 'server-error';
    return new PassingFailure(kind, `HTTP ${status}`, { retryAfterMs });
  }
  if (status >= 500 || status === 408) return new PassingFailure('server-error', `HTTP ${status}`);
  return new HubAnswerInvalidError({
    // Without the query, which may hold a signature.
    address: response.url.replace(/\?.*/, '') || endpoint,
    found: `HTTP ${status}`,
    expected: `${subjectText(subject)}`,
  });
}

/** Milliseconds of a header that holds seconds or a date. */
function retryAfter(text: string | null): number | undefined {
  if (text === null) return undefined;
  const milliseconds = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}
