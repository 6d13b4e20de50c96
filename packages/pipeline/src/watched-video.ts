import {
  type AnswerStream,
  type AskOptions,
  type DecideOptions,
  type DecisionQuestions,
  type Decisions,
  DisposedError,
  hostTensor,
  type Notice,
  type Question,
  type StageSeconds,
  type Turn,
  type VideoPlan,
  type WatchedVideo,
} from '@slowfast/spec';
import { answerQuestion } from './answer-question.ts';
import { type AnswerProducer, answerStream } from './answer-stream.ts';
import { checkChatDecisions, checkDecisions } from './decisions/check-decisions.ts';
import { decideQuestions } from './decisions/decide-questions.ts';
import type { ModelTurns } from './model-turns.ts';
import { checkAskOptions, checkChatAskOptions } from './options/ask-options.ts';
import type { VideoAssistantStages } from './stages.ts';
import { TaskQueue } from './task-queue.ts';
import { type Conversation, createChat } from './video-chat.ts';
import { VideoPrefix } from './video-prefix.ts';

/** What a watched video is made of. */
export interface WatchedVideoParts {
  readonly stages: Pick<
    VideoAssistantStages,
    'template' | 'languageModel' | 'maxAnswerTokens' | 'watchWeights' | 'knows' | 'notices' | 'constrain'
  >;
  readonly plan: VideoPlan;
  /** Reduced tokens `[tokens, size]`, row-major; kept, not copied. */
  readonly values: Float32Array;
  readonly size: number;
  readonly fromCache: boolean;
  readonly seconds: StageSeconds;
  readonly notices: readonly Notice[];
  readonly modelTurns: ModelTurns;
  /** Of decisions that say none. */
  readonly temperature: number;
  /** Aborted when the assistant is disposed. */
  readonly assistantSignal: AbortSignal;
  /** Called once when the video has been disposed. */
  readonly onDispose: () => void;
}

/** A video whose tokens are ready; see {@link WatchedVideo}. */
export function createWatchedVideo(parts: WatchedVideoParts): WatchedVideo {
  const { stages, plan, modelTurns, temperature, seconds } = parts;
  // Questions about one video are answered in their order, so that each finds what the earlier one left.
  const queue = new TaskQueue();
  const ended = new AbortController();
  const prefix = new VideoPrefix(
    stages.languageModel,
    hostTensor(parts.values, [plan.tokens.total, parts.size]),
  );
  let unreportedSeconds: StageSeconds = seconds;

  const ask = (
    conversation: Conversation | undefined,
    input: string | Question,
    options: AskOptions = {},
  ): AnswerStream => {
    const question = typeof input === 'string' ? { text: input } : input;
    const signals = [ended.signal, parts.assistantSignal, ...(options.signal ? [options.signal] : [])];
    const produce: AnswerProducer = async (emit, signal) => {
      (conversation ? checkChatAskOptions : checkAskOptions)(input, options);
      return queue.run(async () => {
        const turn: Turn = { role: 'user', question };
        const turns = [...(conversation?.turns() ?? []), turn];
        const earlierSeconds = unreportedSeconds;
        const context = { stages, plan, prefix, modelTurns, temperature, earlierSeconds };
        const { result, rawText } = await answerQuestion(turns, question, context, {
          ...options,
          system: conversation ? conversation.system : options.system,
          emit,
          signal,
        });
        unreportedSeconds = {};
        conversation?.keep(turn, { role: 'assistant', text: rawText });
        return result;
      }, signal);
    };
    return answerStream(produce, signals, options.onNotice);
  };

  const decide = async <Questions extends DecisionQuestions>(
    conversation: Conversation | undefined,
    questions: Questions,
    options: DecideOptions = {},
  ): Promise<Decisions<Questions>> => {
    (conversation ? checkChatDecisions : checkDecisions)(questions, options);
    const signals = [ended.signal, parts.assistantSignal, ...(options.signal ? [options.signal] : [])];
    const signal = AbortSignal.any(signals);
    const decisions = await queue.run(async () => {
      const earlierSeconds = unreportedSeconds;
      const context = { stages, plan, prefix, modelTurns, temperature, earlierSeconds };
      const decided = await decideQuestions(questions, conversation?.turns() ?? [], context, {
        ...options,
        system: conversation ? conversation.system : options.system,
        signal,
      });
      unreportedSeconds = {};
      return decided;
    }, signal);
    return decisions as Decisions<Questions>;
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
    notices: parts.notices,
    ask: (question, options) => ask(undefined, question, options),
    decide: (questions, options) => decide(undefined, questions, options),
    chat: (options) => createChat({ ask, decide }, options),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
