import type { HostTensor, LanguageModel, LanguageModelSession, PromptPart } from '@slowfast/spec';
import type { ModelUser } from './model-turns.ts';
import type { StageClock } from './stage-clock.ts';
import { untilAborted } from './until-aborted.ts';

/** A rendered prompt cut behind the last of the video: the head is the same for every question, the tail is the question. */
export function splitAtVideo(parts: readonly PromptPart[]): {
  readonly head: readonly PromptPart[];
  readonly tail: readonly PromptPart[];
} {
  const end = parts.findLastIndex((part) => part.type === 'video') + 1;
  return { head: parts.slice(0, end), tail: parts.slice(end) };
}

/** What prefilling tells and takes. */
export interface PrefillContext {
  readonly clock: StageClock;
  readonly models: ModelUser;
  readonly signal: AbortSignal;
}

/** Prefills chunk by chunk, between which others have their turn. */
export function prefillInTurns(
  session: LanguageModelSession,
  parts: readonly PromptPart[],
  { clock, models, signal }: PrefillContext,
  videoTokens?: HostTensor,
): Promise<void> {
  return models.during(
    (betweenRuns) =>
      clock.time('prefill', (untimed) =>
        session.prefill(parts, {
          signal,
          betweenRuns: () => untimed(betweenRuns),
          videoTokens,
          // The text behind the video is short.
          onProgress: videoTokens && ((done, total) => clock.report('prefill', done, total)),
        }),
      ),
    signal,
  );
}

/**
 * The language model's memory of one video: the prompt up to the video is prefilled once, and every question continues
 * from a fork. Heads are compared by content, so a template that changes the head costs a new prefill, never a wrong answer.
 */
export class VideoPrefix implements AsyncDisposable {
  readonly #languageModel: LanguageModel;
  readonly #videoTokens: HostTensor;
  #kept: { readonly head: string; readonly session: LanguageModelSession } | undefined;

  constructor(languageModel: LanguageModel, videoTokens: HostTensor) {
    this.#languageModel = languageModel;
    this.#videoTokens = videoTokens;
  }

  /** A session that has seen this head; the caller disposes it. */
  async fork(head: readonly PromptPart[], options: PrefillContext): Promise<LanguageModelSession> {
    const key = JSON.stringify(head);
    if (this.#kept?.head !== key) {
      await this.#forget();
      this.#kept = { head: key, session: await this.#prefill(head, options) };
    }
    return this.#kept.session.fork();
  }

  async #prefill(
    head: readonly PromptPart[],
    { clock, models, signal }: PrefillContext,
  ): Promise<LanguageModelSession> {
    const load = () => clock.time('load', () => newSession(this.#languageModel, signal));
    const session = await models.during(load, signal);
    try {
      await prefillInTurns(session, head, { clock, models, signal }, this.#videoTokens);
      return session;
    } catch (error) {
      await session.dispose();
      throw error;
    }
  }

  async #forget(): Promise<void> {
    const session = this.#kept?.session;
    this.#kept = undefined;
    await session?.dispose();
  }

  /** Frees the key-value cache. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#forget();
    this.#videoTokens[Symbol.dispose]();
  }
}

/** A new session. Nobody has to wait for weights: one that comes when its signal is aborted is disposed. */
async function newSession(languageModel: LanguageModel, signal: AbortSignal): Promise<LanguageModelSession> {
  const coming = languageModel.session();
  try {
    return await untilAborted(coming, signal);
  } catch (error) {
    coming.then((session) => session.dispose()).catch(() => {});
    throw error;
  }
}
