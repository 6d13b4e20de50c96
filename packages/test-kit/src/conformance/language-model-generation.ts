import { expect } from 'vitest';
import { answerOf, generatedParts, textOf } from './language-model-answers.ts';
import type { LanguageModelCase } from './language-model-case.ts';

/** Streams, limits and stop strings. */
export function testGeneration(setup: LanguageModelCase): void {
  const { withModel, maxTokens } = setup;

  withModel('streams text and ends once, with the number of tokens', async (_, shared) => {
    await using session = await (await shared.origin()).fork();
    const before = session.tokenCount;
    const parts = await generatedParts(session, { maxTokens });
    const ends = parts.filter(({ type }) => type === 'generation-end');
    expect(ends).toEqual([parts.at(-1)]);
    const tokens = parts.map((part) => part.tokens);
    expect(tokens).toEqual(tokens.toSorted((a, b) => a - b));
    expect(tokens.at(-1)).toBeLessThanOrEqual(maxTokens);
    expect(parts.every((part) => part.type !== 'text-delta' || part.text.length > 0)).toBe(true);
    expect(session.tokenCount).toBeGreaterThanOrEqual(before);
    expect(session.tokenCount).toBeLessThanOrEqual(before + tokens.at(-1)! + 1);
  });

  withModel('is greedy by default, and repeatable by its seed otherwise', async (_, shared) => {
    const origin = await shared.origin();
    for (const options of [{ maxTokens }, { maxTokens, temperature: 1, topK: 20, seed: 7 }]) {
      await using first = await origin.fork();
      await using second = await origin.fork();
      expect(await answerOf(second, options)).toBe(await answerOf(first, options));
    }
  });

  withModel('lets others have their turn between tokens', async (_, shared) => {
    const origin = await shared.origin();
    await using session = await origin.fork();
    let turns = 0;
    const betweenRuns = async () => {
      turns += 1;
      // Another answer begins meanwhile, from the same prompt.
      await using other = await origin.fork();
      await answerOf(other, { maxTokens: 1 });
    };
    const parts = await generatedParts(session, { maxTokens, betweenRuns });
    expect(textOf(parts)).toBe(textOf(await shared.whole()));
    expect(turns).toBeGreaterThanOrEqual(parts.at(-1)!.tokens - 1);
    expect(turns).toBeLessThanOrEqual(parts.at(-1)!.tokens);
  });

  withModel('stops at the limit', async (_, shared) => {
    const whole = await shared.whole();
    await using limited = await (await shared.origin()).fork();
    const parts = await generatedParts(limited, { maxTokens: 1 });
    expect(parts.at(-1)).toMatchObject({ type: 'generation-end' });
    expect(parts.at(-1)!.tokens).toBeLessThanOrEqual(1);
    expect(textOf(whole).startsWith(textOf(parts))).toBe(true);
    if (whole.at(-1)!.tokens > 1) expect(parts.at(-1)).toMatchObject({ finishReason: 'length' });
  });

  withModel('stops at a stop string and leaves it out', async (_, shared) => {
    const origin = await shared.origin();
    const whole = textOf(await shared.whole());
    for (const start of [0, Math.floor(whole.length / 2)]) {
      const stop = whole.slice(start, start + 3);
      if (stop === '') continue;
      await using session = await origin.fork();
      const parts = await generatedParts(session, { maxTokens, stopStrings: [stop] });
      expect(textOf(parts)).toBe(whole.slice(0, whole.indexOf(stop)));
      expect(parts.at(-1)).toMatchObject({ type: 'generation-end', finishReason: 'stop' });
    }
  });

  withModel('tells how likely each token was, where it is asked', async (_, shared) => {
    const origin = await shared.origin();
    await using session = await origin.fork();
    const parts = await generatedParts(session, { maxTokens, logprobs: 3 });
    expect(textOf(parts)).toBe(textOf(await shared.whole()));
    const logprobs = parts.flatMap((part) => part.logprobs ?? []);
    expect(logprobs).toHaveLength(parts.at(-1)!.tokens);
    for (const { top, ...chosen } of logprobs) {
      // Nothing but the likeliest is chosen where nothing is sampled.
      expect(top![0]).toEqual(chosen);
      const likely = top!.map(({ logprob }) => logprob);
      expect(likely).toEqual(likely.toSorted((a, b) => b - a));
      expect(likely.reduce((sum, logprob) => sum + Math.exp(logprob), 0)).toBeLessThanOrEqual(1 + 1e-9);
      expect(top!.length).toBeLessThanOrEqual(3);
    }
    const logits = await origin.nextLogits();
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    expect(logprobs[0]!.logprob).toBeCloseTo(logits[logprobs[0]!.id]! - Math.log(total), 4);
    const written = Uint8Array.from(logprobs.flatMap(({ bytes }) => bytes));
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(written)).toBe(textOf(parts));
    await using plain = await origin.fork();
    for (const part of await generatedParts(plain, { maxTokens, logprobs: true })) {
      for (const logprob of part.logprobs!) expect(logprob).not.toHaveProperty('top');
    }
    for (const part of await shared.whole()) expect(part).not.toHaveProperty('logprobs');
  });

  withModel('stops when it is told to, and its origin goes on', async (_, shared) => {
    const reason = new Error('stopped by the test');
    const origin = await shared.origin();
    await using before = await origin.fork();
    const aborted = generatedParts(before, { maxTokens, signal: AbortSignal.abort(reason) });
    await expect(aborted).rejects.toBe(reason);
    const controller = new AbortController();
    await using session = await origin.fork();
    const during = async () => {
      for await (const part of session.generate({ maxTokens, signal: controller.signal })) {
        if (part.type === 'generation-end') throw reason;
        controller.abort(reason);
      }
    };
    await expect(during()).rejects.toBe(reason);
    await using again = await origin.fork();
    expect(await answerOf(again, { maxTokens })).toBe(textOf(await shared.whole()));
  });

  withModel('may be left half-way', async (_, shared) => {
    await using session = await (await shared.origin()).fork();
    for await (const _ of session.generate({ maxTokens })) break;
    expect(session.tokenCount).toBeGreaterThan(0);
  });
}
