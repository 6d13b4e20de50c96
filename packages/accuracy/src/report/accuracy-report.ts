import type { DecisionsReport } from './decisions-report.ts';
import type { Accuracy, AccuracyDifference } from './figures.ts';

/** One setting: of an allocation at a budget, or a reduction that was given. */
export interface SettingReport {
  /** The allocation's name; `given` for a reduction that was given. */
  readonly allocation: string;
  /** As people read it; no two allocations or given reductions have the same. */
  readonly title: string;
  readonly frames: number;
  readonly aggregation: string;
  /** Video tokens of a clip that has as many frames. */
  readonly tokens: number;
  /** Clips that took fewer, having fewer frames. */
  readonly clipsWithFewer: number;
  /** In the order of the report's rows. */
  readonly accuracies: readonly Accuracy[];
  /** SlowFast minus this one, in the order of the rows; absent for SlowFast itself and where it is not there. */
  readonly differences?: readonly AccuracyDifference[];
}

/** An allocation that has nothing to offer at a budget, or a given reduction that can't be had. */
export interface MissingSetting {
  /** The allocation's name; `given` for a reduction that was given. */
  readonly allocation: string;
  readonly title: string;
  /** One sentence for people. */
  readonly reason: string;
}

/** All allocations at one budget, then the given reductions that take exactly as many tokens. */
export interface BudgetReport {
  readonly budget: number;
  readonly settings: readonly SettingReport[];
  readonly missing: readonly MissingSetting[];
}

/** How two given reductions differ. */
export interface PairReport {
  /** Titles of the two: the first minus the second. */
  readonly first: string;
  readonly second: string;
  /** In the order of the report's rows. */
  readonly differences: readonly AccuracyDifference[];
}

/** Reductions that were given, each at its own number of tokens. */
export interface GivenReport {
  readonly settings: readonly SettingReport[];
  readonly missing: readonly MissingSetting[];
  /** Every two of the settings, the one that was given earlier minus the other. */
  readonly pairs: readonly PairReport[];
}

/** A comparison of allocations and given reductions. Plain data. */
export interface AccuracyReport {
  readonly clips: number;
  /** Questions about them; each was asked once for each setting. */
  readonly questions: number;
  /** Kinds of question, multiple choice, and all together last. */
  readonly rows: readonly { readonly name: string; readonly questions: number }[];
  /** Absent where no reductions were given. */
  readonly given?: GivenReport;
  readonly budgets: readonly BudgetReport[];
  /** Questions that were decided, in every setting; absent where none were. */
  readonly decisions?: DecisionsReport;
  /** Answers of all settings, and the seconds that they took, those of earlier runs among them. */
  readonly answers: number;
  readonly seconds: number;
}
