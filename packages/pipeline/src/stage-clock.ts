import type { OnProgress, StageName, StageSeconds } from '@slowfast/spec';
import type { VideoAssistantStages } from './stages.ts';

/** Adds up the wall-clock seconds of stages and passes their progress on. */
export class StageClock {
  readonly #seconds: Partial<Record<StageName, number>> = {};
  readonly #onProgress: OnProgress | undefined;

  constructor(onProgress: OnProgress | undefined) {
    this.#onProgress = onProgress;
  }

  /** Runs a step of a stage and adds its time, also when it fails. */
  async time<R>(stage: StageName, step: () => Promise<R>): Promise<R> {
    const start = performance.now();
    try {
      return await step();
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
