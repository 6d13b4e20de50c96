import type { OnProgress, PlanOptions, ReductionSettings, WatchOptions } from '@slowfast/spec';
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
