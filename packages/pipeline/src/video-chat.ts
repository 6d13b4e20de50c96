import {
  type AnswerStream,
  type AskOptions,
  type ChatOptions,
  type DecideOptions,
  type DecisionQuestions,
  type Decisions,
  DisposedError,
  type Question,
  type Turn,
  type VideoChat,
} from '@slowfast/spec';
import { earlierTurns } from './options/chat-options.ts';

/** What a question of a chat sees of it, and what it leaves behind. */
export interface Conversation {
  /** The turns so far. */
  readonly turns: () => readonly Turn[];
  readonly keep: (question: Turn, answer: Turn) => void;
  readonly system: string | undefined;
}

/** Asks and decides within a conversation. */
export interface AskWithin {
  ask(conversation: Conversation, question: string | Question, options: AskOptions): AnswerStream;
  decide<Questions extends DecisionQuestions>(
    conversation: Conversation,
    questions: Questions,
    options: DecideOptions,
  ): Promise<Decisions<Questions>>;
}

/** A conversation: a history of its own over the video's shared prefix. */
export function createChat({ ask, decide }: AskWithin, options: ChatOptions = {}): VideoChat {
  let turns = earlierTurns(options);
  const conversation: Conversation = {
    turns: () => turns,
    keep: (question, answer) => {
      turns = [...turns, question, answer];
    },
    system: options.system,
  };
  const ended = new AbortController();
  const dispose = async () => ended.abort(new DisposedError({ what: 'The chat' }));
  const within = (signal: AbortSignal | undefined) =>
    signal ? AbortSignal.any([ended.signal, signal]) : ended.signal;
  return {
    get history() {
      return structuredClone(turns);
    },
    ask: (question, told) => ask(conversation, question, { ...told, signal: within(told?.signal) }),
    decide: (questions, told) => decide(conversation, questions, { ...told, signal: within(told?.signal) }),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
