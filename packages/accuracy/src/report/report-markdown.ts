import type { Interval } from '../statistics/interval.ts';
import type { Accuracy, AccuracyDifference, AccuracyReport, BudgetReport } from './accuracy-report.ts';

/** The report as Markdown: for each budget its settings, a table of accuracies and one of differences. */
export function reportMarkdown(report: AccuracyReport): string {
  const { clips, questions, answers, seconds } = report;
  const rate = seconds > 0 ? answers / seconds : 0;
  const time = seconds < 120 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`;
  return [
    `${clips} clips, ${questions} questions; ${answers} answers in ${time}, ${rate.toFixed(1)} a second.`,
    ...report.budgets.map((budget) => budgetMarkdown(budget, report)),
    'Right answers in %, with 95 % intervals: Wilson score where each clip has one such question at most, else bootstrap over clips. ' +
      'Differences in percentage points, with 95 % intervals of a paired bootstrap over clips; **bold** where the interval excludes zero and ten clips or more count.',
    '',
  ].join('\n\n');
}

function budgetMarkdown({ budget, settings, missing }: BudgetReport, { rows }: AccuracyReport): string {
  const exactly = (tokens: number) => (tokens === budget ? '' : ', the nearest below');
  const fewer = (count: number) => (count === 0 ? '' : `; ${count} short clips took fewer`);
  const settingRows = settings.map(({ title, frames, aggregation, tokens, clipsWithFewer }) => [
    title,
    String(frames),
    `\`${aggregation}\``,
    `${tokens}${exactly(tokens)}${fewer(clipsWithFewer)}`,
  ]);
  const missingRows = missing.map(({ title, reason }) => [title, '', `nothing: ${reason}`, '']);
  const others = settings.filter(({ differences }) => differences);
  return [
    `## ${budget} video tokens`,
    table(['', 'frames', 'aggregation', 'tokens'], [...settingRows, ...missingRows]),
    ...(settings.length > 0
      ? [
          table(
            ['right, %', 'questions', ...settings.map(({ title }) => title)],
            rows.map(({ name, questions }, row) => [
              name,
              String(questions),
              ...settings.map(({ accuracies }) => accuracyCell(accuracies[row]!)),
            ]),
          ),
        ]
      : []),
    ...(others.length > 0
      ? [
          table(
            ['SlowFast minus …', ...others.map(({ title }) => title)],
            rows.map(({ name }, row) => [
              name,
              ...others.map(({ differences }) => differenceCell(differences![row]!)),
            ]),
          ),
        ]
      : []),
  ].join('\n\n');
}

function accuracyCell({ right, asked, interval }: Accuracy): string {
  return asked === 0 ? '' : `${percent(right / asked)} (${range(interval, percent)})`;
}

function differenceCell({ difference, interval, excludesZero }: AccuracyDifference): string {
  if (Number.isNaN(difference)) return '';
  const text = signed(difference);
  return `${excludesZero ? `**${text}**` : text} (${range(interval, signed)})`;
}

function range({ low, high }: Interval, format: (share: number) => string): string {
  return `${format(low)} to ${format(high)}`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function signed(share: number): string {
  const text = percent(share);
  if (Number(text) === 0) return '0.0';
  return share > 0 ? `+${text}` : text;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = rows.map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  return [head, head.map(() => '---'), ...escaped].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
