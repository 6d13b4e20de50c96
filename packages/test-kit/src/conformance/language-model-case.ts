import type { LanguageModel, PromptPart } from '@slowfast/spec';
import type { PromptCase, SharedLanguageModel } from './language-model-answers.ts';
import type { SuiteTest } from './suite.ts';

/** What the tests of a language model share. */
export interface LanguageModelCase extends PromptCase {
  readonly test: SuiteTest;
  /** A test on the shared model. */
  readonly withModel: (
    name: string,
    run: (model: LanguageModel, shared: SharedLanguageModel) => Promise<void>,
  ) => void;
  readonly create: () => Promise<LanguageModel>;
  /** The prompt up to the video, and the rest. */
  readonly head: readonly PromptPart[];
  readonly tail: readonly PromptPart[];
}
