import type { OnnxRuntime } from '../onnx-runtime.ts';
import type { OnnxTensor } from '../onnx-tensor.ts';
import { firstLine } from '../runtime-failed.ts';
import { trialFeeds, trialModel, whatIsWrong } from './trial-model.ts';

/** What became of a trial. Plain data. */
export type RuntimeTrial =
  /** Seconds of one run, after one that was not counted, as shaders are compiled by the first. */
  { readonly works: true; readonly seconds: number } | { readonly works: false; readonly reason: string };

const countedRuns = 2;

/**
 * Runs a small model with a known answer. Cost: a session of 1 MB and three runs, milliseconds on hardware, seconds on a graphics
 * processor that is computed. Never throws, but for the signal's reason.
 */
export async function tryRuntime(runtime: OnnxRuntime, signal?: AbortSignal): Promise<RuntimeTrial> {
  try {
    await using session = await runtime.open(trialModel(), { signal });
    const feeds = trialFeeds();
    let fastest = Number.POSITIVE_INFINITY;
    for (let run = 0; run <= countedRuns; run++) {
      const before = performance.now();
      const results = await session.run(feeds);
      signal?.throwIfAborted();
      if (run > 0) fastest = Math.min(fastest, (performance.now() - before) / 1000);
      const wrong = whatIsWrong(results as Readonly<Record<string, OnnxTensor>>);
      if (wrong !== undefined) return { works: false, reason: wrong };
    }
    return { works: true, seconds: fastest };
  } catch (error) {
    signal?.throwIfAborted();
    return { works: false, reason: reasonOf(error) };
  }
}

/** What a runtime said, less the sentence around it. */
function reasonOf(error: unknown): string {
  const { facts } = error as { readonly facts?: { readonly reason?: string } };
  return facts?.reason ?? firstLine(error);
}

/** No graphics processor takes as long for the trial's product: ten times the processor's time, and not just the way there. */
export function isSlow(seconds: number, processorSeconds: number): boolean {
  return seconds > 0.01 && seconds > 10 * processorSeconds;
}
