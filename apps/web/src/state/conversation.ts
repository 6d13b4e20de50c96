import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Question } from '@slowfast/spec';
import { answerTurn } from './answer-turn.ts';
import { isWorkerFailure, type Problem, problemOf } from './problem.ts';
import { createTurn, type Turn } from './turn.ts';
import type { WatchedVideos } from './watched-videos.ts';

/** The questions about one video and their answers. */
export interface Conversation {
  readonly turns: ReadonlySignal<readonly Turn[]>;
  /** Whether a question is being answered. */
  readonly isAnswering: ReadonlySignal<boolean>;
  /** Why the last question has no answer. */
  readonly problem: ReadonlySignal<Problem | undefined>;
  /** Asks; what is being answered is stopped first. Never rejects. */
  ask(question: Question): Promise<void>;
  /** Stops watching and answering. What was streamed stays. */
  stop(): void;
  /** Forgets all questions, for another video. */
  clear(): void;
  dismissProblem(): void;
}

/** @param onWorkerFailure called when the worker of the assistant has ended. */
export function createConversation(
  watched: WatchedVideos,
  onWorkerFailure: () => Promise<void>,
): Conversation {
  const turns = signal<readonly Turn[]>([]);
  const isAnswering = signal(false);
  const problem = signal<Problem | undefined>();
  let stopping = new AbortController();

  function stop(): void {
    stopping.abort();
    const answering = turns.value.at(-1);
    if (answering?.state.value === 'answering') answering.state.value = 'stopped';
    isAnswering.value = false;
  }

  return {
    turns,
    isAnswering,
    problem,
    stop,
    async ask(question) {
      stop();
      stopping = new AbortController();
      const { signal: stopped } = stopping;
      const turn = createTurn(question);
      batch(() => {
        problem.value = undefined;
        isAnswering.value = true;
        turns.value = [...turns.value, turn];
      });
      try {
        await answerTurn(turn, watched, stopped);
        if (!stopped.aborted) turn.state.value = 'answered';
      } catch (error) {
        if (isWorkerFailure(error)) void onWorkerFailure();
        if (stopped.aborted) return;
        batch(() => {
          turn.state.value = 'failed';
          problem.value = problemOf(error);
        });
      } finally {
        if (!stopped.aborted) isAnswering.value = false;
      }
    },
    clear() {
      stop();
      batch(() => {
        turns.value = [];
        problem.value = undefined;
      });
    },
    dismissProblem() {
      problem.value = undefined;
    },
  };
}
