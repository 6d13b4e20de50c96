import { type ClipAnswers, reductionKey } from '../answer-clips.ts';
import type { ClipQuestion } from '../clip-question.ts';
import type { ReductionChoice } from '../reductions/reduction-facts.ts';
import { slowFastAllocation } from '../reductions/token-allocations.ts';
import { questionRows } from '../score-by-kind.ts';
import type { BootstrapOptions } from '../statistics/bootstrap-clips.ts';
import type { AccuracyReport, SettingReport } from './accuracy-report.ts';
import { countOf } from './count-of.ts';
import { decisionsReport } from './decisions-report.ts';
import { pendingIntervals } from './pending-intervals.ts';
import type { PlannedReduction, PlannedSetting } from './plan-settings.ts';
import { rowCounts, sum } from './row-counts.ts';

/**
 * Accuracies and differences of everything that was answered, with 95 % intervals. Clips that lack a setting are left out, so
 * that all settings are judged by the same questions.
 *
 * @param planned by `planSettings`, `planReductions` or both.
 * @param answers of one run or several; of equal ones the last counts.
 */
export function makeReport(
  questions: readonly ClipQuestion[],
  planned: readonly (PlannedSetting | PlannedReduction)[],
  answers: readonly ClipAnswers[],
  bootstrap: BootstrapOptions = {},
): AccuracyReport {
  const byKey = new Map(answers.map((item) => [`${reductionKey(item)} ${item.clip}`, item]));
  const keys = [...new Set(planned.flatMap(({ choice }) => (choice ? [reductionKey(choice)] : [])))];
  const asked = Map.groupBy(questions, ({ clip }) => clip);
  const clips = [...asked.keys()].filter((clip) => keys.every((key) => byKey.has(`${key} ${clip}`)));
  const rows = questionRows(questions);
  const intervals = pendingIntervals(clips.length, bootstrap);
  const counted = new Map(
    keys.map((key) => {
      const ofClips = clips.map((clip) => byKey.get(`${key} ${clip}`)!);
      const counts = rows.map((row) => rowCounts(row, ofClips));
      return [key, { ofClips, counts, accuracies: counts.map(intervals.accuracy) }];
    }),
  );
  const titled = planned.flatMap((item) =>
    item.choice ? [{ choice: item.choice, title: titleOf(item) }] : [],
  );
  const countedOf = (choice: ReductionChoice) => counted.get(reductionKey(choice))!;
  const differences = (first: ReductionChoice, second: ReductionChoice) => {
    const [own, others] = [countedOf(first).counts, countedOf(second).counts];
    return own.map((counts, row) => intervals.difference(counts, others[row]!));
  };

  const settingOf = (
    named: { readonly allocation: string; readonly title: string },
    choice: ReductionChoice,
  ) => {
    const { ofClips, accuracies } = countedOf(choice);
    const { frames, aggregation, tokens } = choice;
    const clipsWithFewer = ofClips.filter((clip) => clip.tokens < tokens).length;
    return (): SettingReport => ({
      ...{ ...named, frames, aggregation, tokens, clipsWithFewer },
      accuracies: accuracies.map((finish) => finish()),
    });
  };
  const given = planned.filter((item): item is PlannedReduction => !('allocation' in item));
  const budgets = [
    ...Map.groupBy(
      planned.filter((item) => 'allocation' in item),
      ({ budget }) => budget,
    ),
  ].map(([budget, settings]) => {
    const slowFast = settings.find(({ allocation }) => allocation === slowFastAllocation)?.choice;
    const sameTokens = given.filter(({ choice }) => choice?.tokens === budget);
    const had = [...settings, ...sameTokens].flatMap((item) => {
      if (!item.choice) return [];
      const setting = settingOf(nameOf(item), item.choice);
      const isOther = slowFast !== undefined && item.choice !== slowFast;
      return [{ setting, differences: isOther ? differences(slowFast, item.choice) : undefined }];
    });
    return () => ({
      budget,
      settings: had.map(({ setting, differences: pending }) => ({
        ...setting(),
        ...(pending && { differences: pending.map((finish) => finish()) }),
      })),
      missing: missingOf(settings),
    });
  });
  const had = given.flatMap(({ title, choice }) => (choice ? [{ title, choice }] : []));
  const givenSettings = had.map(({ title, choice }) => settingOf({ allocation: 'given', title }, choice));
  const pairs = had.flatMap((first, at) =>
    had.slice(at + 1).map((second) => ({
      named: { first: first.title, second: second.title },
      pending: differences(first.choice, second.choice),
    })),
  );

  const decisions = decisionsReport(
    keys.map((key) => {
      const { choice, title } = titled.find((item) => reductionKey(item.choice) === key)!;
      const { frames, aggregation } = choice;
      return { title, frames, aggregation, answers: counted.get(key)!.ofClips };
    }),
    bootstrap,
  );
  const sizes = counted.values().next().value?.counts ?? [];
  const questionCount = (row: number) => sum(sizes[row]?.denominators ?? []);
  const all = questionCount(rows.length - 1);
  return {
    clips: clips.length,
    questions: all,
    rows: rows.map(({ name }, row) => ({ name, questions: questionCount(row) })),
    ...(given.length > 0 && {
      given: {
        settings: givenSettings.map((finish) => finish()),
        missing: missingOf(given),
        pairs: pairs.map(({ named, pending }) => ({
          ...named,
          differences: pending.map((finish) => finish()),
        })),
      },
    }),
    budgets: budgets.map((finish) => finish()),
    ...(decisions && { decisions }),
    answers: keys.length * all,
    seconds: sum([...counted.values()].flatMap(({ ofClips }) => ofClips.map(({ seconds }) => seconds))),
  };
}

function nameOf(item: PlannedSetting | PlannedReduction) {
  if (!('allocation' in item)) return { allocation: 'given', title: item.title };
  const { name: allocation, title } = item.allocation;
  return { allocation, title };
}

/** An allocation with its budget, a given reduction as it is. */
function titleOf(item: PlannedSetting | PlannedReduction): string {
  const { title } = nameOf(item);
  return 'allocation' in item ? `${title}, ${countOf(item.budget, 'token')}` : title;
}

function missingOf(planned: readonly (PlannedSetting | PlannedReduction)[]) {
  return planned.flatMap((item) =>
    item.reason === undefined ? [] : [{ ...nameOf(item), reason: item.reason }],
  );
}
