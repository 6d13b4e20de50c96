import type { AccuracyReport, BudgetReport, GivenReport, SettingReport } from './accuracy-report.ts';
import { countOf } from './count-of.ts';
import { decisionsMarkdown } from './decisions-markdown.ts';
import type { Accuracy, AccuracyDifference } from './figures.ts';
import { percent, range, table } from './markdown-table.ts';

/** The report as Markdown: the given reductions, then for each budget its settings, a table of accuracies and one of differences. */
export function reportMarkdown(report: AccuracyReport): string {
  const { clips, questions, answers, seconds, given, budgets, decisions } = report;
  const rate = seconds > 0 ? answers / seconds : 0;
  const time = seconds < 120 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`;
  const counts = `${countOf(clips, 'clip')}, ${countOf(questions, 'question')}`;
  return [
    `${counts}; ${countOf(answers, 'answer')} in ${time}, ${rate.toFixed(1)} per second.`,
    ...(given ? [givenMarkdown(given, report)] : []),
    ...budgets.map((budget) => budgetMarkdown(budget, report)),
    'Right answers in %, with 95 % intervals: the Wilson score where each clip has at most one such question, otherwise a bootstrap over clips. ' +
      'Differences in percentage points, with 95 % intervals of a paired bootstrap over clips; **bold** where the interval excludes zero and at least ten clips count.',
    ...(decisions ? [decisionsMarkdown(decisions)] : []),
    '',
  ].join('\n\n');
}

function givenMarkdown({ settings, missing, pairs }: GivenReport, report: AccuracyReport): string {
  const rowOf = (setting: SettingReport) => [
    ...[heading(setting), String(setting.frames), `${setting.tokens}${fewerTokens(setting)}`],
  ];
  const missingRows = missing.map((item) => [heading(item), '', `not compared: ${item.reason}`]);
  const code = (title: string) => `\`${title}\``;
  return [
    '## Given reductions, each with its own number of video tokens',
    table(['', 'frames', 'tokens'], [...settings.map(rowOf), ...missingRows]),
    ...accuracyTable(settings, report),
    ...[...Map.groupBy(pairs, ({ first }) => first)].map(([first, of]) =>
      differenceTable(
        code(first),
        of.map(({ second, differences }) => ({ title: code(second), differences })),
        report,
      ),
    ),
  ].join('\n\n');
}

function budgetMarkdown({ budget, settings, missing }: BudgetReport, report: AccuracyReport): string {
  const exactly = (tokens: number) => (tokens === budget ? '' : ', the most that fit');
  const settingRows = settings.map((setting) => [
    heading(setting),
    String(setting.frames),
    `\`${setting.aggregation}\``,
    `${setting.tokens}${exactly(setting.tokens)}${fewerTokens(setting)}`,
  ]);
  const missingRows = missing.map((item) => [heading(item), '', `does not fit: ${item.reason}`, '']);
  const others = settings.flatMap((setting) =>
    setting.differences ? [{ title: heading(setting), differences: setting.differences }] : [],
  );
  return [
    `## ${countOf(budget, 'video token')}`,
    table(['', 'frames', 'reduction', 'tokens'], [...settingRows, ...missingRows]),
    ...accuracyTable(settings, report),
    ...(others.length > 0 ? [differenceTable('SlowFast', others, report)] : []),
  ].join('\n\n');
}

function accuracyTable(settings: readonly SettingReport[], { rows }: AccuracyReport): readonly string[] {
  if (settings.length === 0) return [];
  const cells = rows.map(({ name, questions }, row) => [
    ...[name, String(questions), ...settings.map(({ accuracies }) => accuracyCell(accuracies[row]!))],
  ]);
  return [table(['right, %', 'questions', ...settings.map(heading)], cells)];
}

function differenceTable(
  first: string,
  others: readonly { readonly title: string; readonly differences: readonly AccuracyDifference[] }[],
  { rows }: AccuracyReport,
): string {
  const cells = rows.map(({ name }, row) => [
    ...[name, ...others.map(({ differences }) => differenceCell(differences[row]!))],
  ]);
  return table([`${first} minus …`, ...others.map(({ title }) => title)], cells);
}

/** What was given is code, e.g. in the paper's notation. */
function heading({ allocation, title }: Pick<SettingReport, 'allocation' | 'title'>): string {
  return allocation === 'given' ? `\`${title}\`` : title;
}

function fewerTokens({ clipsWithFewer: count }: SettingReport): string {
  return count === 0 ? '' : `; fewer for ${countOf(count, 'short clip')}`;
}

function accuracyCell({ right, asked, interval }: Accuracy): string {
  return asked === 0 ? '' : `${percent(right / asked)} (${range(interval, percent)})`;
}

function differenceCell({ difference, interval, excludesZero }: AccuracyDifference): string {
  if (Number.isNaN(difference)) return '';
  const text = signed(difference);
  return `${excludesZero ? `**${text}**` : text} (${range(interval, signed)})`;
}

function signed(share: number): string {
  const text = percent(share);
  if (Number(text) === 0) return '0.0';
  return share > 0 ? `+${text}` : text;
}
