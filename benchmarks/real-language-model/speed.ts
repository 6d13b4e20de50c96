import { median } from '../statistics.ts';
import { type Judged, wholeAnswer } from './judged-model.ts';

/** What was measured on the way, in seconds and tokens per second. */
export interface Speed {
  /** From making the model to the first session, with the files in the system's cache. */
  readonly loadSeconds: number;
  readonly prefillTokensPerSecond: number;
  readonly decodeTokensPerSecond: number;
  /** The same close to the end of the context, where that was asked for. */
  readonly long?: { readonly prefillTokensPerSecond: number; readonly decodeTokensPerSecond: number };
}

/** Medians over all conversations, and one long one where it is asked for. */
export async function measureSpeed(judged: Judged, withLong: boolean): Promise<Speed> {
  const loads: number[] = [];
  for (let run = 0; run < 3; run++) {
    await using opened = await judged.open();
    loads.push(await seconds(async () => (await opened.model.session()).dispose()));
  }
  await using opened = await judged.open();
  const measure = async (turns: Parameters<Judged['render']>[0], answerTokens: number) => {
    opened.watched.forget();
    await using session = await opened.model.session();
    const prefill = await seconds(() => session.prefill(judged.render(turns)));
    const promptTokens = session.tokenCount;
    // The first token of an answer needs no run.
    const decode = await seconds(() => wholeAnswer(session, { maxTokens: answerTokens }));
    return {
      prefillTokensPerSecond: promptTokens / prefill,
      decodeTokensPerSecond: (answerTokens - 1) / decode,
    };
  };
  const { prompts, context } = judged.oracle;
  const speeds = [];
  for (const { turns } of prompts) speeds.push(await measure(turns, 33));
  return {
    loadSeconds: median(loads),
    prefillTokensPerSecond: median(speeds.map((speed) => speed.prefillTokensPerSecond)),
    decodeTokensPerSecond: median(speeds.map((speed) => speed.decodeTokensPerSecond)),
    ...(withLong ? { long: await measure(context.turns, context.answer.greedy.length) } : {}),
  };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
