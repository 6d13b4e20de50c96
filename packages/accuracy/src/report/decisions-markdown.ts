import type { DecisionQuality } from '../decisions/decision-quality.ts';
import type { ReliabilityBin } from '../decisions/decision-scores.ts';
import type { DecisionsReport } from './decisions-report.ts';
import type { Measure } from './figures.ts';
import { percent, range, table } from './markdown-table.ts';

/** What was decided, in Markdown: for each setting a table of qualities and one of bins. */
export function decisionsMarkdown({ rows, settings }: DecisionsReport): string {
  return [
    "## Decisions, by the model's own probabilities",
    ...settings.flatMap(({ title, qualities }) => [
      `### ${title}`,
      table(
        ['', 'questions', 'right, %', 'written, %', ...scoreNames, 'confidence, %', 'on the answers, %'],
        rows.map(({ name, questions }, row) => [name, String(questions), ...qualityCells(qualities[row]!)]),
      ),
      binsMarkdown(qualities.at(-1)!.bins),
    ]),
    scoreWords,
  ].join('\n\n');
}

/** Questions by their confidence, in Markdown; bins without any are left out. */
export function binsMarkdown(bins: readonly ReliabilityBin[]): string {
  return table(
    ['confidence, %', 'questions', 'mean confidence, %', 'right, %'],
    bins
      .filter(({ questions }) => questions > 0)
      .map(({ from, to, questions, right, confidence }) => [
        `above ${Math.round(100 * from)} to ${Math.round(100 * to)}`,
        String(questions),
        percent(confidence),
        percent(right / questions),
      ]),
  );
}

/** Heads of the columns of {@link scoreCells}. */
export const scoreNames = ['Brier score', 'calibration error, %', 'log loss'] as const;

/** What the scores are. */
const scoreWords =
  'Right: the likeliest answer is; written: the text that the model writes to the same question is. Brier score: the sum over the answers of the squares by which their probabilities miss, mean over questions, 0 to 2. ' +
  'Calibration error: expected, over ten bins of equal width over the probability of the likeliest answer; of few questions it is too large. ' +
  'Log loss: minus the natural logarithm of the right answer’s probability, mean. With 95 % intervals of a bootstrap over clips. ' +
  'On the answers: how much of the model’s probability fell on the answers at all.';

/** Brier score, calibration error and log loss, as cells. */
export function scoreCells({ brier, calibrationError, logLoss }: DecisionQuality): readonly string[] {
  return [measure(brier, decimals), measure(calibrationError, percent), measure(logLoss, decimals)];
}

/** A value and its interval. */
function measure({ value, interval }: Measure, format: (value: number) => string): string {
  return `${format(value)} (${range(interval, format)})`;
}

/** A score, for people. */
export function decimals(value: number): string {
  return value.toFixed(3);
}

function qualityCells(quality: DecisionQuality): readonly string[] {
  const { decided, written, confidence, labelMass } = quality;
  const accuracy = ({ right, asked, interval }: typeof decided) =>
    `${percent(right / asked)} (${range(interval, percent)})`;
  return [
    ...[accuracy(decided), written ? accuracy(written) : '', ...scoreCells(quality)],
    ...[percent(confidence), percent(labelMass)],
  ];
}
