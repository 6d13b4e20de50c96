import { type HubSubject, refusalOf } from './hub-refusal.ts';
import { PassingFailure } from './hub-retries.ts';
import type { HubSettings } from './hub-settings.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** One question to the hub. */
export interface HubRequest {
  /** Address below the endpoint, e.g. `/api/models/owner/name`. */
  readonly address: string;
  readonly subject: HubSubject;
  readonly settings: HubSettings;
  readonly retryPolicy: RetryPolicy;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Statuses that are answers although they are refusals. */
  readonly accepts?: readonly number[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An answer whose bytes have not been read; dispose it to let go of what was not read. */
export interface HubAnswer extends AsyncDisposable {
  readonly status: number;
  readonly headers: Headers;
  /** The bytes as they arrive, once. Fails with a {@link PassingFailure} when they stop. */
  pieces(): AsyncIterable<Uint8Array>;
}

/**
 * Asks the hub once.
 *
 * The token goes to the endpoint's own origin alone: `fetch` takes the header Authorization away when it follows a redirect to
 * another origin (https://fetch.spec.whatwg.org/#http-redirect-fetch, step 13), and the hub's files lie at other origins.
 *
 * @throws HubAccessDeniedError, HubNotFoundError, HubAnswerInvalidError, a {@link PassingFailure} where asking again may
 * help, or the reason of the signal.
 */
export async function askHub(request: HubRequest): Promise<HubAnswer> {
  const { address, subject, settings, retryPolicy, signal } = request;
  signal?.throwIfAborted();
  const silence = new AbortController();
  const watch = silenceWatch(silence);
  const stop = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal;
  const failure = (cause: unknown, kind: 'unreachable' | 'cut-off'): Error => {
    if (signal?.aborted) return signal.reason;
    if (silence.signal.aborted) return silence.signal.reason;
    const proxy = kind === 'unreachable' ? proxyOf(cause) : undefined;
    const found = kind === 'cut-off' ? 'an answer that breaks off' : 'no connection';
    return new PassingFailure(
      kind,
      `${found}${proxy === undefined ? '' : ` through the proxy ${proxy}`}: ${reasonOf(cause)}`,
      { cause, proxy },
    );
  };
  watch.start(retryPolicy.answerMs, 'no answer');
  let response: Response;
  try {
    response = await (settings.fetch ?? fetch)(`${settings.endpoint}${address}`, {
      headers: {
        // Sizes, ranges and hashes are those of what is stored. Pages can't ask for it, and needn't.
        'Accept-Encoding': 'identity',
        ...request.headers,
        ...(settings.token !== undefined && { Authorization: `Bearer ${settings.token}` }),
      },
      // Parts of files that a browser keeps compressed are wrong; and models have a place of their own.
      cache: 'no-store',
      credentials: 'omit',
      signal: stop,
    });
  } catch (cause) {
    throw failure(cause, 'unreachable');
  } finally {
    watch.end();
  }
  if (!response.ok && !request.accepts?.includes(response.status)) {
    void response.body?.cancel().catch(() => {});
    throw refusalOf(response, subject, settings);
  }
  const reader = response.body?.getReader();

  async function* pieces(): AsyncIterable<Uint8Array> {
    while (reader) {
      watch.start(retryPolicy.stallMs, 'nothing more');
      const { done, value } = await reader
        .read()
        .catch((cause: unknown) => Promise.reject(failure(cause, 'cut-off')))
        .finally(watch.end);
      if (done) return;
      yield value;
    }
  }

  return {
    status: response.status,
    headers: response.headers,
    pieces,
    [Symbol.asyncDispose]: async () => {
      await reader?.cancel().catch(() => {});
    },
  };
}

/** Aborts when it was started and not ended in time. */
function silenceWatch(silence: AbortController) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    start(milliseconds: number, found: string) {
      timer = setTimeout(
        () => silence.abort(new PassingFailure('silent', `${found} for ${milliseconds / 1000} s`)),
        milliseconds,
      );
    },
    end: () => clearTimeout(timer),
  };
}

/** The proxy that is at fault, where `fetch` says so. */
function proxyOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return (error as { readonly proxy?: string }).proxy ?? proxyOf(error.cause);
}

/** What `fetch` says, and in Node the reason that it keeps behind it. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  const { code, message: inner } = (cause ?? {}) as { readonly code?: string; readonly message?: string };
  return inner || code || message;
}
