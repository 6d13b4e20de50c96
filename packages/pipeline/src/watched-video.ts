import {
  type AnswerStream,
  type AskOptions,
  DisposedError,
  hostTensor,
  type Question,
  type StageSeconds,
  type Turn,
  type VideoChat,
  type VideoPlan,
  type WatchedVideo,
} from '@slowfast/spec';
import { answerQuestion } from './answer-question.ts';
import { answerStream } from './answer-stream.ts';
import type { ModelTurns } from './model-turns.ts';
import { checkAskOptions } from './options/assistant-options.ts';
import type { VideoAssistantStages } from './stages.ts';
import { TaskQueue } from './task-queue.ts';
import { VideoPrefix } from './video-prefix.ts';

/** What a watched video is made of. */
export interface WatchedVideoParts {
  readonly stages: Pick<
    VideoAssistantStages,
    'template' | 'languageModel' | 'maxAnswerTokens' | 'watchWeights' | 'notices' | 'constrain'
  >;
  readonly plan: VideoPlan;
  /** Reduced tokens `[tokens, size]`, row-major; kept, not copied. */
  readonly values: Float32Array;
  readonly size: number;
  readonly fromCache: boolean;
  readonly seconds: StageSeconds;
  readonly modelTurns: ModelTurns;
  /** Aborted when the assistant is disposed. */
  readonly assistantSignal: AbortSignal;
  /** Called once when the video has been disposed. */
  readonly onDispose: () => void;
}

/** A video whose tokens are ready; see {@link WatchedVideo}. */
export function createWatchedVideo(parts: WatchedVideoParts): WatchedVideo {
  const { stages, plan, modelTurns, seconds } = parts;
  // Questions about one video are answered in their order, so that each finds what the earlier one left.
  const queue = new TaskQueue();
  const ended = new AbortController();
  const prefix = new VideoPrefix(
    stages.languageModel,
    hostTensor(parts.values, [plan.tokens.total, parts.size]),
  );
  let unreportedSeconds: StageSeconds = seconds;

  const ask = (
    history: Turn[],
    keepsHistory: boolean,
    input: string | Question,
    options: AskOptions = {},
  ): AnswerStream => {
    const question = typeof input === 'string' ? { text: input } : input;
    const signals = [ended.signal, parts.assistantSignal, ...(options.signal ? [options.signal] : [])];
    return answerStream(async (emit, signal) => {
      checkAskOptions(input, options);
      return queue.run(async () => {
        const turn: Turn = { role: 'user', question };
        const turns = [...history, turn];
        const earlierSeconds = unreportedSeconds;
        const context = { stages, plan, prefix, modelTurns, earlierSeconds };
        const { result, rawText } = await answerQuestion(turns, question, context, {
          ...options,
          emit,
          signal,
        });
        unreportedSeconds = {};
        if (keepsHistory) history.push(turn, { role: 'assistant', text: rawText });
        return result;
      }, signal);
    }, signals);
  };

  const disposeAll = async () => {
    ended.abort(new DisposedError({ what: 'The watched video' }));
    // Its own answers end at their next token; what others run is not waited for.
    await queue.idle();
    await prefix[Symbol.asyncDispose]();
    parts.onDispose();
  };
  let disposed: Promise<void> | undefined;
  const dispose = () => {
    disposed ??= disposeAll();
    return disposed;
  };

  return {
    plan,
    frames: plan.selectedFrames,
    tokens: plan.tokens,
    fromCache: parts.fromCache,
    seconds,
    ask: (question, options) => ask([], false, question, options),
    chat: () => createChat(ask),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

type Ask = (
  history: Turn[],
  keepsHistory: boolean,
  question: string | Question,
  options?: AskOptions,
) => AnswerStream;

/** A conversation: a history of its own over the video's shared prefix. */
function createChat(ask: Ask): VideoChat {
  const history: Turn[] = [];
  const ended = new AbortController();
  const dispose = async () => {
    ended.abort(new DisposedError({ what: 'The chat' }));
    history.length = 0;
  };
  return {
    ask: (question, options) => {
      const signal = options?.signal ? AbortSignal.any([ended.signal, options.signal]) : ended.signal;
      return ask(history, true, question, { ...options, signal });
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
