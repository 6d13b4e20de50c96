import type { LanguageModel, PromptPart } from '@slowfast/spec';
import { afterAll, describe } from 'vitest';
import { SharedLanguageModel } from './language-model-answers.ts';
import type { LanguageModelCase } from './language-model-case.ts';
import { testGeneration } from './language-model-generation.ts';
import { testLanguageModelLifetimes } from './language-model-lifetimes.ts';
import { testNextToken } from './language-model-next-token.ts';
import { testPrefill } from './language-model-prefill.ts';
import { type ConformanceOptions, suiteTest } from './suite.ts';

/** What {@link languageModelConformance} needs. */
export interface LanguageModelConformanceOptions extends ConformanceOptions {
  /** A new model; called once for most tests and once for disposal. */
  readonly create: () => Promise<LanguageModel>;
  /** A prompt that the model can read, with exactly one `video` part. */
  readonly prompt: readonly PromptPart[];
  /** Video tokens to splice in; 9 if absent. */
  readonly videoTokens?: number;
  /** Longest answer asked for; 12 if absent. */
  readonly maxTokens?: number;
}

/**
 * What every language model must do, whatever it says: a fork goes on like a new prefill, pieces make the same as the
 * whole, cancelling leaves a session as it was, limits and stop strings hold, nothing is used after disposal.
 */
export function languageModelConformance(name: string, options: LanguageModelConformanceOptions): void {
  const { create, prompt, videoTokens = 9, maxTokens = 12 } = options;
  const test = suiteTest(options);
  let shared: Promise<SharedLanguageModel> | undefined;
  const end = prompt.findIndex(({ type }) => type === 'video') + 1;
  const setup: LanguageModelCase = {
    test,
    withModel: (testName, run) => {
      test(testName, async () => {
        shared ??= create().then((model) => new SharedLanguageModel(model, setup));
        await run((await shared).model, await shared);
      });
    },
    create,
    prompt,
    head: prompt.slice(0, end),
    tail: prompt.slice(end),
    videoTokens,
    maxTokens,
  };
  describe(`${name}: language model`, () => {
    afterAll(async () => (await shared)?.dispose());
    testPrefill(setup);
    testGeneration(setup);
    testNextToken(setup);
    testLanguageModelLifetimes(setup);
  });
}
