import type { Accuracy, Measure } from '../report/figures.ts';
import type { PendingIntervals } from '../report/pending-intervals.ts';
import type { ClipRatio } from '../statistics/bootstrap-ratios.ts';
import { atTemperature } from './at-temperature.ts';
import type { DecidedQuestion } from './decided-question.ts';
import {
  brierScore,
  calibrationError,
  likeliest,
  logLoss,
  meanOf,
  type ReliabilityBin,
  reliabilityBins,
  type ScoredQuestion,
} from './decision-scores.ts';

/** How right decisions are, and how far their probabilities can be believed. */
export interface DecisionQuality {
  /** How often the likeliest answer is right. */
  readonly decided: Accuracy;
  /** How often the text that the model wrote is; absent where multiple choice is among them, of which none is written. */
  readonly written?: Accuracy;
  /** Mean of {@link brierScore}, 0 to 2: for two answers twice what is usual for one event. */
  readonly brier: Measure;
  /** Over ten bins: {@link calibrationError}. Of few questions it is too large. */
  readonly calibrationError: Measure;
  /** Mean of {@link logLoss}. */
  readonly logLoss: Measure;
  /** Mean probability of the likeliest answer. */
  readonly confidence: number;
  /** Mean of the model's probability that fell on the answers at all. */
  readonly labelMass: number;
  readonly bins: readonly ReliabilityBin[];
}

/** What {@link decisionQuality} needs beside the questions. */
export interface QualityContext {
  /** Places of the clips, from 0 on. */
  readonly places: ReadonlyMap<string, number>;
  readonly intervals: PendingIntervals;
  /** Divides the logits of the answers. */
  readonly temperature: number;
}

/** Questions with their probabilities at a temperature. */
export function scored(
  items: readonly DecidedQuestion[],
  { places, temperature }: Pick<QualityContext, 'places' | 'temperature'>,
): readonly ScoredQuestion[] {
  return items.map(({ clip, probabilities, right }) => ({
    clip: places.get(clip)!,
    probabilities: atTemperature(probabilities, temperature),
    right,
  }));
}

/** The quality of decisions, whose intervals are computed when it is asked for. */
export function decisionQuality(
  items: readonly DecidedQuestion[],
  context: QualityContext,
): () => DecisionQuality {
  const { places, intervals } = context;
  const clips = places.size;
  const of = scored(items, context);
  const decided = intervals.accuracy(
    countsOf(of, clips, ({ probabilities, right }) => likeliest(probabilities) === right),
  );
  const placed = items.map(({ clip, isTextRight }) => ({ clip: places.get(clip)!, isTextRight }));
  const hasTexts = items.every(({ isTextRight }) => isTextRight !== undefined);
  const written = hasTexts
    ? intervals.accuracy(countsOf(placed, clips, ({ isTextRight }) => isTextRight === true))
    : undefined;
  const brier = intervals.measure(meanOf(of, brierScore));
  const error = intervals.measure(calibrationError(of));
  const loss = intervals.measure(meanOf(of, logLoss));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return () => ({
    decided: decided(),
    ...(written && { written: written() }),
    brier: brier(),
    calibrationError: error(),
    logLoss: loss(),
    confidence: mean(of.map(({ probabilities }) => Math.max(...probabilities))),
    labelMass: mean(items.map(({ labelMass }) => labelMass)),
    bins: reliabilityBins(of),
  });
}

/** Right and asked questions, clip by clip. */
function countsOf<Item extends { readonly clip: number }>(
  items: readonly Item[],
  clips: number,
  isRight: (item: Item) => boolean,
): ClipRatio {
  const numerators = new Array<number>(clips).fill(0);
  const denominators = new Array<number>(clips).fill(0);
  for (const item of items) {
    if (isRight(item)) numerators[item.clip]! += 1;
    denominators[item.clip]! += 1;
  }
  return { numerators, denominators };
}
