import type { Question, Turn } from './prompt-template.ts';
import type { AnswerStream, AskOptions } from './video-assistant.ts';

/** A turn that a chat goes on from: as `history` gives it, or with a question that is a text alone. */
export type EarlierTurn = Turn | { readonly role: 'user'; readonly question: string };

/** What `chat` may be told. */
export interface ChatOptions {
  /**
   * An earlier conversation to go on with: user and assistant in turns, an answer last. It is copied. Answers of the chat then are those of one
   * that never ended, if the turns are those of its `history`.
   */
  readonly history?: readonly EarlierTurn[] | undefined;
  /** As in {@link AskOptions}, for all questions of the chat. */
  readonly system?: string | undefined;
}

/** A conversation about one video. */
export interface VideoChat extends AsyncDisposable {
  /**
   * The turns so far, for `chat({ history })` in this process or another: plain data, also for JSON. An answer is what the model wrote, with
   * the start that it was given by the template. Only questions that were answered to their end count. Each reading is a list of its own, and
   * disposing leaves the last one.
   */
  readonly history: readonly Turn[];
  /**
   * Answers a question that sees the earlier ones and their answers. Cost: all of them are read again, the video is not.
   *
   * @throws ContextExceededError through the answer, before anything runs, when the conversation no longer fits.
   */
  ask(question: string | Question, options?: ChatAskOptions): AnswerStream;
  dispose(): Promise<void>;
}

/** What a question of a chat may be told; its system prompt is the chat's. */
export type ChatAskOptions = Omit<AskOptions, 'system'>;
