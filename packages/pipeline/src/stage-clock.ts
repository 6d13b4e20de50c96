import type { OnProgress, StageName, StageSeconds } from '@slowfast/spec';
import type { VideoAssistantStages } from './stages.ts';

/** Waits for something whose time is not the stage's. */
type Untimed = (wait: () => Promise<void>) => Promise<void>;

/** Adds up the wall-clock seconds of stages and passes their progress on. */
export class StageClock {
  readonly #seconds: Partial<Record<StageName, number>> = {};
  readonly #onProgress: OnProgress | undefined;

  constructor(onProgress: OnProgress | undefined) {
    this.#onProgress = onProgress;
  }

  /** Runs a step of a stage and adds its time, also when it fails; less what it spends in `untimed`, e.g. while others have their turn. */
  async time<R>(stage: StageName, step: (untimed: Untimed) => Promise<R>): Promise<R> {
    let start = performance.now();
    const untimed: Untimed = async (wait) => {
      const pausedAt = performance.now();
      try {
        await wait();
      } finally {
        start += performance.now() - pausedAt;
      }
    };
    try {
      return await step(untimed);
    } finally {
      this.#seconds[stage] = (this.#seconds[stage] ?? 0) + (performance.now() - start) / 1000;
    }
  }

  /** Reports that so many steps of a stage are done. */
  report(stage: StageName, done: number, total: number): void {
    this.#onProgress?.({ stage, done, total });
  }

  /** Runs something that may load weights, and reports how many bytes are there. */
  async reportingWeights<R>(
    watchWeights: VideoAssistantStages['watchWeights'],
    work: () => Promise<R>,
  ): Promise<R> {
    const stop = watchWeights?.((loaded, total) => this.report('load', loaded, total));
    try {
      return await work();
    } finally {
      stop?.();
    }
  }

  /** Seconds so far. */
  get seconds(): StageSeconds {
    return { ...this.#seconds };
  }
}
