import type { ClipStatistic } from '../statistics/bootstrap-clips.ts';

/** What the scores need of a decided question. */
export interface ScoredQuestion {
  /** The place of its clip, from 0 on. */
  readonly clip: number;
  readonly probabilities: readonly number[];
  /** The place of the right answer. */
  readonly right: number;
}

/** Bins of {@link reliabilityBins}, of equal width over confidence. */
const BIN_COUNT = 10;

/** Questions whose confidence lies above `from` and is `to` at most. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly questions: number;
  /** Those whose likeliest answer is right. */
  readonly right: number;
  /** Mean confidence; 0 without questions. */
  readonly confidence: number;
}

/** The place of the likeliest answer; the first of equals. */
export function likeliest(probabilities: readonly number[]): number {
  return probabilities.indexOf(Math.max(...probabilities));
}

/** The sum over the answers of the squares by which their probabilities miss 1 for the right one and 0 for the others: 0 to 2. */
export function brierScore({ probabilities, right }: ScoredQuestion): number {
  return probabilities.reduce((sum, probability, i) => sum + (probability - (i === right ? 1 : 0)) ** 2, 0);
}

/** Minus the natural logarithm of the right answer's probability. */
export function logLoss({ probabilities, right }: ScoredQuestion): number {
  return -Math.log(Math.max(probabilities[right]!, Number.MIN_VALUE));
}

/** The mean of a score over questions. */
export function meanOf(
  items: readonly ScoredQuestion[],
  score: (item: ScoredQuestion) => number,
): ClipStatistic {
  const of = items.map((item) => ({ clip: item.clip, score: score(item) }));
  return (times) => {
    let [sum, questions] = [0, 0];
    for (const item of of) {
      sum += times[item.clip]! * item.score;
      questions += times[item.clip]!;
    }
    return questions > 0 ? sum / questions : Number.NaN;
  };
}

/**
 * The expected calibration error: by how much the share of right answers and the mean confidence differ, on average over ten bins of equal
 * width, each counted by its questions. Confidence is the probability of the likeliest answer (C. Guo et al., On calibration of modern
 * neural networks, ICML 2017).
 */
export function calibrationError(items: readonly ScoredQuestion[]): ClipStatistic {
  const of = items.map((item) => {
    const confidence = Math.max(...item.probabilities);
    const isRight = likeliest(item.probabilities) === item.right;
    return { clip: item.clip, bin: binOf(confidence), gap: confidence - (isRight ? 1 : 0) };
  });
  const gaps = new Float64Array(BIN_COUNT);
  return (times) => {
    gaps.fill(0);
    let questions = 0;
    for (const { clip, bin, gap } of of) {
      gaps[bin]! += times[clip]! * gap;
      questions += times[clip]!;
    }
    let sum = 0;
    for (const gap of gaps) sum += Math.abs(gap);
    return questions > 0 ? sum / questions : Number.NaN;
  };
}

/** The questions by their confidence. */
export function reliabilityBins(items: readonly ScoredQuestion[]): readonly ReliabilityBin[] {
  const bins = Array.from({ length: BIN_COUNT }, () => ({ questions: 0, right: 0, sum: 0 }));
  for (const { probabilities, right } of items) {
    const confidence = Math.max(...probabilities);
    const bin = bins[binOf(confidence)]!;
    bin.questions += 1;
    bin.sum += confidence;
    if (likeliest(probabilities) === right) bin.right += 1;
  }
  return bins.map(({ questions, right, sum }, at) => ({
    ...{ from: at / BIN_COUNT, to: (at + 1) / BIN_COUNT, questions, right },
    confidence: questions === 0 ? 0 : sum / questions,
  }));
}

/** A bin holds its upper end, not its lower one. */
function binOf(confidence: number): number {
  return Math.min(BIN_COUNT - 1, Math.max(0, Math.ceil(confidence * BIN_COUNT) - 1));
}
