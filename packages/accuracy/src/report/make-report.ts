import { type ClipAnswers, reductionKey } from '../answer-clips.ts';
import type { ClipQuestion } from '../clip-question.ts';
import { slowFastStrategy } from '../reductions/reduction-strategies.ts';
import { type QuestionRow, questionRows } from '../score-by-kind.ts';
import { type BootstrapOptions, bootstrapRatios, type ClipRatio } from '../statistics/bootstrap-ratios.ts';
import type { Interval } from '../statistics/interval.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import type { AccuracyReport, SettingReport } from './accuracy-report.ts';
import type { PlannedSetting } from './plan-settings.ts';

/** Of fewer, resampling tells nothing: one clip alone would always be sure. */
const FEWEST_CLIPS = 10;

/**
 * Accuracies and differences of everything that was answered, with 95 % intervals. Clips that lack a setting are left out, so
 * that all settings are judged by the same questions.
 *
 * @param answers of one run or several; of equal ones the last counts.
 */
export function makeReport(
  questions: readonly ClipQuestion[],
  planned: readonly PlannedSetting[],
  answers: readonly ClipAnswers[],
  bootstrap: BootstrapOptions = {},
): AccuracyReport {
  const byKey = new Map(answers.map((item) => [`${reductionKey(item)} ${item.clip}`, item]));
  const choices = planned.flatMap(({ choice }) => (choice ? [choice] : []));
  const keys = [...new Set(choices.map(reductionKey))];
  const asked = Map.groupBy(questions, ({ clip }) => clip);
  const clips = [...asked.keys()].filter((clip) => keys.every((key) => byKey.has(`${key} ${clip}`)));
  const rows = questionRows(questions);
  const counted = keys.map((key) => {
    const ofClips = clips.map((clip) => byKey.get(`${key} ${clip}`)!);
    return { ofClips, ratios: rows.map((row) => ratioOf(row, ofClips)) };
  });
  const countsOf = (choice: { readonly frames: number; readonly aggregation: string }) =>
    counted[keys.indexOf(reductionKey(choice))]!;

  // One bootstrap for everything, so that all of it sees the same draws.
  const resampled: ClipRatio[] = [];
  const finishers: ((intervals: readonly Interval[]) => void)[] = [];
  const later = (ratio: ClipRatio): (() => Interval) => {
    const at = resampled.push(ratio) - 1;
    let interval: Interval | undefined;
    finishers.push((intervals) => {
      interval = intervals[at];
    });
    return () => interval!;
  };
  const budgets = [...Map.groupBy(planned, ({ budget }) => budget)].map(([budget, settings]) => {
    const slowFast = settings.find(({ strategy }) => strategy === slowFastStrategy)?.choice;
    return {
      budget,
      missing: settings.flatMap(({ strategy: { name: strategy, title }, reason }) =>
        reason === undefined ? [] : [{ strategy, title, reason }],
      ),
      settings: settings.flatMap(({ strategy, choice }) => {
        if (!choice) return [];
        const { ofClips, ratios } = countsOf(choice);
        const isOther = slowFast !== undefined && strategy !== slowFastStrategy;
        return [
          {
            strategy,
            choice,
            clipsWithFewer: ofClips.filter(({ tokens }) => tokens < choice.tokens).length,
            accuracies: ratios.map((ratio) => pendingAccuracy(ratio, later)),
            ...(isOther && {
              differences: ratios.map((ratio, row) => {
                const own = countsOf(slowFast).ratios[row]!;
                const numerators = own.numerators.map((right, clip) => right - ratio.numerators[clip]!);
                const difference = { numerators, denominators: ratio.denominators };
                const clipsAsked = ratio.denominators.filter((count) => count > 0).length;
                return { difference: shareOf(difference), interval: later(difference), clipsAsked };
              }),
            }),
          },
        ];
      }),
    };
  });
  const intervals = bootstrapRatios(resampled, bootstrap);
  for (const finish of finishers) finish(intervals);

  const { ratios: sizes = [] } = counted[0] ?? {};
  const questionCount = (row: number) => sum(sizes[row]?.denominators ?? []);
  return {
    clips: clips.length,
    questions: questionCount(rows.length - 1),
    rows: rows.map(({ name }, row) => ({ name, questions: questionCount(row) })),
    budgets: budgets.map(({ settings, ...budget }) => ({
      ...budget,
      settings: settings.map(({ strategy, choice, differences, ...setting }): SettingReport => {
        const { name, title } = strategy;
        return {
          ...{ strategy: name, title, ...choice, clipsWithFewer: setting.clipsWithFewer },
          accuracies: setting.accuracies.map((pending) => ({ ...pending, interval: pending.interval() })),
          ...(differences && {
            differences: differences.map(({ difference, interval: of, clipsAsked }) => {
              const interval = of();
              const excludes = interval.low > 0 || interval.high < 0;
              return { difference, interval, excludesZero: excludes && clipsAsked >= FEWEST_CLIPS };
            }),
          }),
        };
      }),
    })),
    answers: keys.length * questionCount(rows.length - 1),
    seconds: sum(counted.flatMap(({ ofClips }) => ofClips.map(({ seconds }) => seconds))),
  };
}

/** Right and asked questions of a row, clip by clip. */
function ratioOf({ holds }: QuestionRow, ofClips: readonly ClipAnswers[]): ClipRatio {
  const held = ofClips.map(({ answers }) => answers.filter(holds));
  return {
    numerators: held.map((answers) => answers.filter(({ right }) => right).length),
    denominators: held.map(({ length }) => length),
  };
}

function pendingAccuracy(ratio: ClipRatio, later: (ratio: ClipRatio) => () => Interval) {
  const [right, asked] = [sum(ratio.numerators), sum(ratio.denominators)];
  const clips = ratio.denominators.filter((count) => count > 0).length;
  if (asked === clips) return { right, asked, interval: () => wilsonInterval(right, asked) };
  // Resampled, what is always right stays so: clips are then counted as if each were one question.
  if (right === 0 || right === asked) {
    return { right, asked, interval: () => wilsonInterval(right === 0 ? 0 : clips, clips) };
  }
  return { right, asked, interval: later(ratio) };
}

function shareOf({ numerators, denominators }: ClipRatio): number {
  return sum(numerators) / sum(denominators);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
