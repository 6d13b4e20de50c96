import { batch, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { AssistantDescription, VideoAssistant } from '@slowfast/spec';
import { isWorkerFailure, type Problem, problemOf } from './problem.ts';
import type { AssistantChoice } from './settings.ts';

/** The assistant: opened when it is needed, opened again when its choice changes or its worker has ended. */
export interface AssistantLife {
  readonly opened: ReadonlySignal<VideoAssistant | undefined>;
  /** What the open assistant says of itself; what the last one said while another is opened. */
  readonly description: ReadonlySignal<AssistantDescription | undefined>;
  /** Why the last one could not be opened. */
  readonly problem: ReadonlySignal<Problem | undefined>;
  /** The open assistant; one whose worker has ended is replaced first. */
  get(): Promise<VideoAssistant>;
  /** Asks the assistant again what it is: a runtime may have given way to another. Never rejects. */
  refresh(): Promise<void>;
  dismissProblem(): void;
}

/**
 * @param choice each change of it ends the assistant.
 * @param open makes an assistant.
 */
export function createAssistantLife(
  choice: ReadonlySignal<AssistantChoice>,
  open: (choice: AssistantChoice) => Promise<VideoAssistant>,
): AssistantLife {
  const opened = signal<VideoAssistant | undefined>();
  const description = signal<AssistantDescription | undefined>();
  const problem = signal<Problem | undefined>();
  let current: Promise<VideoAssistant> | undefined;

  function ensure(): Promise<VideoAssistant> {
    if (current) return current;
    problem.value = undefined;
    const opening = open(choice.peek());
    current = opening;
    opening
      .then(async (assistant) => {
        const told = await assistant.describe();
        if (current !== opening) return;
        batch(() => {
          opened.value = assistant;
          description.value = told;
        });
      })
      .catch((error) => {
        if (current !== opening) return;
        current = undefined;
        problem.value = problemOf(error);
      });
    return opening;
  }

  function drop(): void {
    const dropped = current;
    current = undefined;
    batch(() => {
      opened.value = undefined;
      problem.value = undefined;
    });
    dropped?.then((assistant) => assistant.dispose()).catch(() => {});
  }

  /** Asks the open assistant what it is; one that can't answer any more is dropped. */
  async function check(): Promise<void> {
    const asked = opened.value;
    try {
      const told = await asked?.describe();
      if (told && opened.value === asked) description.value = told;
    } catch (error) {
      if (isWorkerFailure(error) && opened.value === asked) drop();
    }
  }

  effect(() => {
    choice.value;
    untracked(drop);
  });

  return {
    opened,
    description,
    problem,
    async get() {
      await check();
      return ensure();
    },
    refresh: check,
    dismissProblem() {
      problem.value = undefined;
    },
  };
}
