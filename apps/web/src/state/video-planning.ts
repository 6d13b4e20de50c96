import { batch, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { ReductionSettings, VideoPlan } from '@slowfast/spec';
import type { AssistantLife } from './assistant-life.ts';
import { isWorkerFailure, type Problem, problemOf } from './problem.ts';
import type { ChosenVideo } from './video-choice.ts';

/** What a question about the chosen video would take, kept in step with the settings. */
export interface VideoPlanning {
  /** The plan of the present settings, or the last one that there was. */
  readonly plan: ReadonlySignal<VideoPlan | undefined>;
  /** Why the present settings make no plan. */
  readonly problem: ReadonlySignal<Problem | undefined>;
}

/** Plans anew whenever video, reduction or assistant change; opens the assistant for it. */
export function createVideoPlanning(
  video: ReadonlySignal<ChosenVideo | undefined>,
  reduction: ReadonlySignal<ReductionSettings>,
  life: AssistantLife,
): VideoPlanning {
  const plan = signal<VideoPlan | undefined>();
  const problem = signal<Problem | undefined>();
  let planned: ChosenVideo | undefined;

  effect(() => {
    const chosen = video.value;
    const assistant = life.opened.value;
    const settings = reduction.value;
    if (chosen !== planned) plan.value = undefined;
    planned = chosen;
    if (!chosen) return;
    if (!assistant) {
      // What goes wrong is said by the life itself.
      untracked(life.get).catch(() => {});
      return;
    }
    const stop = new AbortController();
    assistant.plan(chosen.info, { reduction: settings, signal: stop.signal }).then(
      (made) => {
        if (stop.signal.aborted) return;
        batch(() => {
          plan.value = made;
          problem.value = undefined;
        });
      },
      (error) => {
        if (stop.signal.aborted) return;
        problem.value = problemOf(error);
        if (isWorkerFailure(error)) void life.refresh();
      },
    );
    return () => stop.abort();
  });
  return { plan, problem };
}
