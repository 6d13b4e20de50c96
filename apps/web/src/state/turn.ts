import { type Signal, signal } from '@preact/signals';
import type { AnswerResult, Notice, ProgressEvent, Question, StageSeconds } from '@slowfast/spec';

/** What a video took to watch, for the first question after it. */
export interface Watching {
  readonly seconds: StageSeconds;
  readonly frames: number;
  readonly fromCache: boolean;
}

/** A question and what became of it. */
export interface Turn {
  readonly id: number;
  readonly question: Question;
  readonly state: Signal<'answering' | 'answered' | 'stopped' | 'failed'>;
  /** The answer as far as it has come. */
  readonly text: Signal<string>;
  readonly progress: Signal<ProgressEvent | undefined>;
  readonly notices: Signal<readonly Notice[]>;
  /** Absent when the video had been watched for an earlier question. */
  readonly watching: Signal<Watching | undefined>;
  readonly result: Signal<AnswerResult | undefined>;
}

let lastId = 0;

/** A question that has just been asked. */
export function createTurn(question: Question): Turn {
  lastId += 1;
  return {
    id: lastId,
    question,
    state: signal('answering'),
    text: signal(''),
    progress: signal<ProgressEvent | undefined>(),
    notices: signal<readonly Notice[]>([]),
    watching: signal<Watching | undefined>(),
    result: signal<AnswerResult | undefined>(),
  };
}
