import {
  type AskOptions,
  type ChatOptions,
  type DecideOptions,
  type DecisionQuestions,
  type Decisions,
  DisposedError,
  type Question,
  type Turn,
  type VideoChat,
  type WatchedVideo,
} from '@slowfast/spec';
import type { RpcPeer } from '@slowfast/worker-calls';
import { type AnswerProducer, answerStream } from '../answer-stream.ts';
import { checkChatDecisions, checkDecisions } from '../decisions/check-decisions.ts';
import { checkAskOptions, checkChatAskOptions } from '../options/ask-options.ts';
import { earlierTurns } from '../options/chat-options.ts';
import type {
  WireAnswer,
  WireChat,
  WireDecisions,
  WireEvent,
  WireQuestion,
  WireWatchedVideo,
} from './wire.ts';

/** A chat on the other side. */
interface RemoteChat {
  readonly id: Promise<number>;
  /** Told all turns after each answer. */
  readonly keep: (history: readonly Turn[]) => void;
}

/** A watched video whose tokens are on the other side. */
export function remoteWatchedVideo(
  peer: RpcPeer,
  { videoId, plan, fromCache, seconds, notices }: WireWatchedVideo,
  assistantSignal: AbortSignal,
): WatchedVideo {
  const ended = new AbortController();

  const ask = (chat: RemoteChat | undefined, question: string | Question, options: AskOptions = {}) => {
    const { signal, onProgress, onNotice, ...rest } = options;
    const produce: AnswerProducer = async (emit, streamSignal) => {
      (chat ? checkChatAskOptions : checkAskOptions)(question, options);
      const wire: WireQuestion = { videoId, chatId: await chat?.id, question, options: rest };
      const { result, history } = await peer.call<WireAnswer>('ask', wire, {
        signal: streamSignal,
        onEvent: (event: WireEvent) => {
          if ('progress' in event) onProgress?.(event.progress);
          if ('part' in event) emit(event.part);
        },
      });
      if (history) chat?.keep(history);
      return result;
    };
    return answerStream(produce, [ended.signal, assistantSignal, ...(signal ? [signal] : [])], onNotice);
  };

  const decide = async <Questions extends DecisionQuestions>(
    chat: RemoteChat | undefined,
    questions: Questions,
    options: DecideOptions = {},
  ): Promise<Decisions<Questions>> => {
    (chat ? checkChatDecisions : checkDecisions)(questions, options);
    const { signal, onProgress, onNotice, ...rest } = options;
    const all = AbortSignal.any([ended.signal, assistantSignal, ...(signal ? [signal] : [])]);
    all.throwIfAborted();
    const wire: WireDecisions = { videoId, chatId: await chat?.id, questions, options: rest };
    return peer.call<Decisions<Questions>>('decide', wire, {
      signal: all,
      onEvent: (event: WireEvent) => {
        if ('progress' in event) onProgress?.(event.progress);
        if ('notice' in event) onNotice?.(event.notice);
      },
    });
  };

  const dispose = async () => {
    if (ended.signal.aborted) return;
    ended.abort(new DisposedError({ what: 'The watched video' }));
    if (!assistantSignal.aborted) await peer.call('dispose-video', videoId);
  };

  const chat = (options: ChatOptions = {}): VideoChat => {
    let history = earlierTurns(options);
    const wire: WireChat = { videoId, options: { ...options, history } };
    const id = peer.call<number>('chat', wire);
    // A failure is reported by the first question.
    id.catch(() => {});
    const keep = (turns: readonly Turn[]) => {
      history = turns;
    };
    const remote: RemoteChat = { id, keep };
    const disposeChat = async () => {
      if (!assistantSignal.aborted) await peer.call('dispose-chat', await id);
    };
    return {
      get history() {
        return structuredClone(history);
      },
      ask: (question, told) => ask(remote, question, told),
      decide: (questions, told) => decide(remote, questions, told),
      dispose: disposeChat,
      [Symbol.asyncDispose]: disposeChat,
    };
  };

  return {
    plan,
    frames: plan.selectedFrames,
    tokens: plan.tokens,
    fromCache,
    seconds,
    notices,
    ask: (question, options) => ask(undefined, question, options),
    decide: (questions, options) => decide(undefined, questions, options),
    chat,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
