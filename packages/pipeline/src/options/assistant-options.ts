import {
  type AskOptions,
  InvalidSettingError,
  type OnProgress,
  type PlanOptions,
  type Question,
  type ReductionSettings,
  type WatchOptions,
} from '@slowfast/spec';
import { assertKnownOptions, type OptionNames } from './known-options.ts';

/** All settings of a reduction. */
export const reductionSettingNames: OptionNames<ReductionSettings> = {
  frames: true,
  framesPerSecond: true,
  startSeconds: true,
  endSeconds: true,
  aggregation: true,
  budgetTokens: true,
  sampling: true,
  timestamps: true,
};

const askOptionNames: OptionNames<AskOptions> = {
  maxTokens: true,
  signal: true,
  onProgress: true,
  temperature: true,
  topK: true,
  topP: true,
  minP: true,
  repetitionPenalty: true,
  seed: true,
};

const questionNames: OptionNames<Question> = { text: true, options: true };

/** @throws UnknownOptionError when there is no such option of `load`. */
export function checkLoadOptions(options: { readonly onProgress?: OnProgress | undefined }): void {
  assertKnownOptions('load', options, { onProgress: true });
}

/** @throws UnknownOptionError when there is no such option of `plan`, or of its reduction. */
export function checkPlanOptions(options: PlanOptions): void {
  assertKnownOptions('plan', options, { reduction: true, signal: true });
  assertKnownOptions('a reduction', options.reduction, reductionSettingNames);
}

/** @throws UnknownOptionError when there is no such option of `watch`, or of its reduction. */
export function checkWatchOptions(options: WatchOptions): void {
  const names = { reduction: true, signal: true, onProgress: true, onNotice: true } as const;
  assertKnownOptions('watch', options, names);
  assertKnownOptions('a reduction', options.reduction, reductionSettingNames);
}

/**
 * @throws UnknownOptionError when there is no such option of `ask`, or no such member of a question; InvalidSettingError when the
 * question has no text.
 */
export function checkAskOptions(question: string | Question, options: AskOptions): void {
  assertKnownOptions('ask', options, askOptionNames);
  if (typeof question === 'string') return;
  const { text } = question ?? {};
  if (typeof text !== 'string') {
    const expected = 'a question in words';
    throw new InvalidSettingError({ setting: 'The text of a question', found: String(text), expected });
  }
  assertKnownOptions('a question', question, questionNames);
}
