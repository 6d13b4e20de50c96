import type { ClipAnswers } from '../answer-clips.ts';
import { decidedQuestions, placesOf } from '../decisions/decided-question.ts';
import { type DecisionQuality, decisionQuality } from '../decisions/decision-quality.ts';
import { decisionRows } from '../decisions/decision-rows.ts';
import type { BootstrapOptions } from '../statistics/bootstrap-clips.ts';
import { pendingIntervals } from './pending-intervals.ts';

/** Decisions in one setting. */
export interface SettingDecisions {
  /** As people read it. */
  readonly title: string;
  readonly frames: number;
  readonly aggregation: string;
  /** In the order of the report's rows. */
  readonly qualities: readonly DecisionQuality[];
}

/** How right decisions are and how far their probabilities can be believed, the model's own, at temperature 1. Plain data. */
export interface DecisionsReport {
  /** Kinds of question, and all together last. */
  readonly rows: readonly { readonly name: string; readonly questions: number }[];
  readonly settings: readonly SettingDecisions[];
}

/**
 * The quality of what was decided in some settings, each of which has the same questions.
 *
 * @returns undefined where nothing was decided.
 */
export function decisionsReport(
  settings: readonly {
    readonly title: string;
    readonly frames: number;
    readonly aggregation: string;
    readonly answers: readonly ClipAnswers[];
  }[],
  bootstrap: BootstrapOptions,
): DecisionsReport | undefined {
  const decided = settings.map(({ answers, ...named }) => ({ named, items: decidedQuestions(answers) }));
  const first = decided[0]?.items ?? [];
  if (first.length === 0) return undefined;
  const rows = decisionRows(first);
  const places = placesOf(first);
  const intervals = pendingIntervals(places.size, bootstrap);
  const pending = decided.map(({ named, items }) => ({
    named,
    qualities: rows.map(({ holds }) =>
      decisionQuality(items.filter(holds), { places, intervals, temperature: 1 }),
    ),
  }));
  return {
    rows: rows.map(({ name, holds }) => ({ name, questions: first.filter(holds).length })),
    settings: pending.map(({ named, qualities }) => ({
      ...named,
      qualities: qualities.map((finish) => finish()),
    })),
  };
}
