import { batch, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { AssistantDescription, VideoAssistant } from '@slowfast/spec';
import { isWorkerFailure, type Problem, problemOf } from './problem.ts';
import type { AssistantChoice } from './settings.ts';

/** An assistant that is open, and what it says of itself. */
export interface OpenedAssistant {
  readonly assistant: VideoAssistant;
  readonly description: AssistantDescription;
}

/** The assistant: opened when it is needed, opened again when its choice changes or its worker has ended. */
export interface AssistantLife {
  readonly opened: ReadonlySignal<OpenedAssistant | undefined>;
  /** Why the last one could not be opened. */
  readonly problem: ReadonlySignal<Problem | undefined>;
  /** The open assistant; one that has ended is replaced first. */
  get(): Promise<OpenedAssistant>;
  /** Asks the assistant again what it is: a runtime may have given way to another. */
  refresh(): Promise<void>;
  /** Lets go of an assistant whose worker has ended, if that is what the error says. */
  forget(error: unknown): void;
}

/**
 * @param choice each change of it ends the assistant.
 * @param open makes an assistant.
 */
export function createAssistantLife(
  choice: ReadonlySignal<AssistantChoice>,
  open: (choice: AssistantChoice) => Promise<VideoAssistant>,
): AssistantLife {
  const opened = signal<OpenedAssistant | undefined>();
  const problem = signal<Problem | undefined>();
  let current: Promise<OpenedAssistant> | undefined;

  async function start(asked: AssistantChoice): Promise<OpenedAssistant> {
    const assistant = await open(asked);
    return { assistant, description: await assistant.describe() };
  }

  function ensure(): Promise<OpenedAssistant> {
    if (current) return current;
    const starting = start(choice.value);
    current = starting;
    problem.value = undefined;
    starting.then(
      (started) => {
        if (current === starting) opened.value = started;
      },
      (error) => {
        if (current !== starting) return;
        current = undefined;
        problem.value = problemOf(error);
      },
    );
    return starting;
  }

  function drop(): void {
    const dropped = current;
    current = undefined;
    batch(() => {
      opened.value = undefined;
      problem.value = undefined;
    });
    dropped?.then(({ assistant }) => assistant.dispose()).catch(() => {});
  }

  function forget(error: unknown): void {
    if (isWorkerFailure(error)) drop();
  }

  effect(() => {
    choice.value;
    untracked(drop);
  });

  return {
    opened,
    problem,
    async get() {
      const found = await ensure();
      try {
        await found.assistant.describe();
        return found;
      } catch (error) {
        forget(error);
        return ensure();
      }
    },
    async refresh() {
      const before = opened.value;
      if (!before) return;
      const description = await before.assistant.describe();
      if (opened.value === before) opened.value = { ...before, description };
    },
    forget,
  };
}
