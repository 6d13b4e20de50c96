import { expect } from 'vitest';
import { answerOf, generatedParts, promptedSession, videoTensor } from './language-model-answers.ts';
import type { LanguageModelCase } from './language-model-case.ts';

/** Logits of the next token, spellings, and how likely whole texts are. */
export function testNextToken(setup: LanguageModelCase): void {
  const { withModel, prompt, head, tail, maxTokens } = setup;

  withModel('tells the logits of the next token, in pieces as of the whole', async (model, shared) => {
    const whole = await (await shared.origin()).nextLogits();
    expect(whole.length).toBeGreaterThan(1);
    expect(whole.every((logit) => !Number.isNaN(logit))).toBe(true);
    await using pieces = await model.session();
    using videoTokens = videoTensor(model, setup.videoTokens);
    await pieces.prefill(head, { videoTokens });
    await using fork = await pieces.fork();
    await fork.prefill(tail);
    const logits = await fork.nextLogits();
    expect(logits.length).toBe(whole.length);
    const spread = largestOf(whole) + largestOf(whole.map((logit) => -logit));
    const differences = logits.map((logit, i) => Math.abs(logit - whole[i]!));
    expect(largestOf(differences)).toBeLessThanOrEqual(1e-3 * spread);
  });

  withModel('the logits are the caller’s, and the session stays as it is', async (_, shared) => {
    await using session = await (await shared.origin()).fork();
    const before = session.tokenCount;
    const first = await session.nextLogits();
    const kept = first.slice();
    first.fill(0);
    expect(await session.nextLogits()).toEqual(kept);
    expect(session.tokenCount).toBe(before);
    const again = await answerOf(session, { maxTokens });
    await using other = await (await shared.origin()).fork();
    expect(again).toBe(await answerOf(other, { maxTokens }));
  });

  withModel('the likeliest token is the one that is generated', async (model, shared) => {
    await using session = await (await shared.origin()).fork();
    const logits = await session.nextLogits();
    const likeliest = logits.indexOf(largestOf(logits));
    const parts = await generatedParts(session, { maxTokens: 1 });
    const text = parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');
    const spellings = model.spellings(prompt, text.trim());
    // A token that is no text of its own, such as half a character, has no spelling.
    if (text.trim() === '' || !spellings.some((tokens) => tokens.length === 1)) return;
    expect(spellings).toContainEqual([likeliest]);
  });

  withModel('spells texts by tokens, runs nothing for it, and repeats none', (model) => {
    for (const text of ['a', 'yes', 'to the left']) {
      const spellings = model.spellings(prompt, text);
      expect(spellings.every((tokens) => tokens.length > 0)).toBe(true);
      expect(new Set(spellings.map((tokens) => tokens.join())).size).toBe(spellings.length);
      expect(model.spellings(prompt, text)).toEqual(spellings);
    }
    return Promise.resolve();
  });

  withModel(
    'a likelihood is that of the tokens one after the other, and then of an end',
    async (model, shared) => {
      await using session = await (await shared.origin()).fork();
      const before = session.tokenCount;
      const logits = await session.nextLogits();
      const largest = largestOf(logits);
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
      const first = (id: number) => logits[id]! - largest - Math.log(total);
      const ids = [...logits.keys()].toSorted((a, b) => logits[b]! - logits[a]!).slice(0, 2);
      const ofOne = await session.logLikelihood([ids[0]!]);
      expect(ofOne).toBeLessThanOrEqual(first(ids[0]!) + 1e-6);
      const ofTwo = await session.logLikelihood([ids[0]!, ids[1]!]);
      expect(ofTwo).toBeLessThanOrEqual(first(ids[0]!) + 1e-6);
      // Different texts exclude one another.
      expect(Math.exp(ofOne) + Math.exp(ofTwo)).toBeLessThanOrEqual(Math.exp(first(ids[0]!)) + 1e-6);
      expect(session.tokenCount).toBe(before);
      expect(await session.nextLogits()).toEqual(logits);
      const found = model.spellings(prompt, 'a')[0];
      if (found) expect(await session.logLikelihood(found)).toBeLessThanOrEqual(0);
    },
  );

  withModel(
    'lets others have their turn between the tokens of a likelihood, and stops when told to',
    async (_, shared) => {
      const origin = await shared.origin();
      await using session = await origin.fork();
      const logits = await session.nextLogits();
      const tokens = [...logits.keys()].slice(-3);
      let turns = 0;
      const betweenRuns = async () => {
        turns += 1;
        await using other = await origin.fork();
        await answerOf(other, { maxTokens: 1 });
      };
      const undisturbed = await session.logLikelihood(tokens);
      expect(await session.logLikelihood(tokens, { betweenRuns })).toBeCloseTo(undisturbed, 4);
      expect(turns).toBeGreaterThanOrEqual(tokens.length - 1);
      expect(turns).toBeLessThanOrEqual(tokens.length);
      const reason = new Error('stopped by the test');
      const stopped = session.logLikelihood(tokens, { signal: AbortSignal.abort(reason) });
      await expect(stopped).rejects.toBe(reason);
      const refused = session.logLikelihood(tokens, { betweenRuns: () => Promise.reject(reason) });
      await expect(refused).rejects.toBe(reason);
      expect(await session.nextLogits()).toEqual(logits);
    },
  );

  withModel(
    'knows no next token before a prompt, nor likelihoods of more than the context holds',
    async (model, shared) => {
      await using empty = await model.session();
      await expect(empty.nextLogits()).rejects.toMatchObject({ code: 'invalid-setting' });
      await using session = await (await shared.origin()).fork();
      const tooMany = new Array<number>(model.contextLength - session.tokenCount + 1).fill(1);
      const call = session.logLikelihood(tooMany);
      await expect(call).rejects.toMatchObject({ code: 'context-exceeded' });
    },
  );

  withModel('a disposed session tells nothing', async (model) => {
    const session = await promptedSession(model, setup);
    await session.dispose();
    await expect(session.nextLogits()).rejects.toMatchObject({ code: 'disposed' });
    await expect(session.logLikelihood([1])).rejects.toMatchObject({ code: 'disposed' });
  });
}

/** Of a vocabulary, which is too long to be spread into arguments. */
function largestOf(values: Float32Array): number {
  return values.reduce((largest, value) => Math.max(largest, value), -Infinity);
}
