import { InvalidSettingError } from '@slowfast/spec';
import type { ClipAnswers } from '../answer-clips.ts';
import type { ClipQuestion } from '../clip-question.ts';
import type { Measure } from '../report/figures.ts';
import { pendingIntervals } from '../report/pending-intervals.ts';
import type { BootstrapOptions, ClipStatistic } from '../statistics/bootstrap-clips.ts';
import { decidable } from './decidable.ts';
import { type DecidedQuestion, decidedQuestions, placesOf } from './decided-question.ts';
import { type DecisionQuality, decisionQuality, scored } from './decision-quality.ts';
import { decisionRows } from './decision-rows.ts';
import { brierScore, calibrationError, logLoss, meanOf } from './decision-scores.ts';
import { type FittedTemperature, fitTemperature } from './fit-temperature.ts';
import { type SplitClips, splitClips } from './split-clips.ts';

/** What a temperature changes for questions that had no part in finding it. */
export interface CalibrationRow {
  readonly name: string;
  readonly questions: number;
  readonly before: DecisionQuality;
  readonly after: DecisionQuality;
  /** After minus before, with intervals of a paired bootstrap over clips. */
  readonly changes: Readonly<Record<'brier' | 'calibrationError' | 'logLoss', Measure>>;
}

/** A temperature that was fitted to one half of the clips, and what it does to the other. Plain data. */
export interface CalibrationReport extends FittedTemperature {
  readonly fitted: {
    readonly clips: number;
    readonly questions: number;
    /** Mean log loss at temperature 1 and at the fitted one. */
    readonly logLoss: { readonly before: number; readonly after: number };
  };
  readonly heldOut: {
    readonly clips: number;
    readonly questions: number;
    /** Kinds of question, and all together last. */
    readonly rows: readonly CalibrationRow[];
  };
}

/**
 * Fits a temperature to the decided questions about one half of the clips and judges it by those about the other.
 *
 * @param answers of one setting, each clip once.
 * @throws InvalidSettingError when a half would be without a question that was decided.
 */
export function calibrateDecisions(
  answers: readonly ClipAnswers[],
  bootstrap: BootstrapOptions = {},
): CalibrationReport {
  const items = decidedQuestions(answers);
  const halves = halvesOf(items.map(({ clip }) => clip));
  const ofFitted = items.filter(({ clip }) => halves.fitted.has(clip));
  const ofHeldOut = items.filter(({ clip }) => halves.heldOut.has(clip));
  const found = fitTemperature(ofFitted);
  return {
    ...found,
    fitted: {
      clips: halves.fitted.size,
      questions: ofFitted.length,
      logLoss: { before: meanLogLoss(ofFitted, 1), after: meanLogLoss(ofFitted, found.temperature) },
    },
    heldOut: {
      clips: halves.heldOut.size,
      questions: ofHeldOut.length,
      rows: heldOutRows(ofHeldOut, found.temperature, bootstrap),
    },
  };
}

/**
 * Checks before anything is asked that questions are enough for {@link calibrateDecisions}.
 *
 * @throws InvalidSettingError when fewer than two clips have questions that can be decided.
 */
export function assertCalibratable(questions: readonly ClipQuestion[]): void {
  halvesOf(questions.filter(decidable).map(({ clip }) => clip));
}

function halvesOf(clips: readonly string[]): SplitClips {
  const halves = splitClips(clips);
  if (halves.heldOut.size > 0) return halves;
  throw new InvalidSettingError({
    setting: 'The list to calibrate by',
    found: halves.fitted.size === 0 ? 'one of no questions that can be decided' : 'about one clip alone',
    expected: 'questions of multiple choice or with the answers yes and no, about two clips or more',
  });
}

function heldOutRows(
  items: readonly DecidedQuestion[],
  temperature: number,
  bootstrap: BootstrapOptions,
): readonly CalibrationRow[] {
  const places = placesOf(items);
  const intervals = pendingIntervals(places.size, bootstrap);
  const rows = decisionRows(items).map(({ name, holds }) => {
    const of = items.filter(holds);
    const [before, after] = [1, temperature].map((each) =>
      decisionQuality(of, { places, intervals, temperature: each }),
    );
    const change = (statistic: (at: number) => ClipStatistic) => {
      const [first, second] = [statistic(1), statistic(temperature)];
      return intervals.measure((times) => second(times) - first(times));
    };
    const at = (each: number) => scored(of, { places, temperature: each });
    const changes = {
      brier: change((each) => meanOf(at(each), brierScore)),
      calibrationError: change((each) => calibrationError(at(each))),
      logLoss: change((each) => meanOf(at(each), logLoss)),
    };
    return { name, questions: of.length, before: before!, after: after!, changes };
  });
  return rows.map(({ name, questions, before, after, changes }) => ({
    ...{ name, questions, before: before(), after: after() },
    changes: {
      brier: changes.brier(),
      calibrationError: changes.calibrationError(),
      logLoss: changes.logLoss(),
    },
  }));
}

function meanLogLoss(items: readonly DecidedQuestion[], temperature: number): number {
  const places = placesOf(items);
  const mean = meanOf(scored(items, { places, temperature }), logLoss);
  return mean(new Uint32Array(places.size).fill(1));
}
