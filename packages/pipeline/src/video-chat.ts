import {
  type AnswerStream,
  type AskOptions,
  type ChatOptions,
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

/** Answers a question within a conversation. */
export type AskWithin = (
  conversation: Conversation,
  question: string | Question,
  options: AskOptions,
) => AnswerStream;

/** A conversation: a history of its own over the video's shared prefix. */
export function createChat(ask: AskWithin, options: ChatOptions = {}): VideoChat {
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
  return {
    get history() {
      return structuredClone(turns);
    },
    ask: (question, told = {}) => {
      const signal = told.signal ? AbortSignal.any([ended.signal, told.signal]) : ended.signal;
      return ask(conversation, question, { ...told, signal });
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
