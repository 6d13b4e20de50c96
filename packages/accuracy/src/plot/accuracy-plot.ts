import { tokenAllocations } from '../reductions/token-allocations.ts';
import type { AccuracyReport, SettingReport } from '../report/accuracy-report.ts';
import { countOf } from '../report/count-of.ts';
import { label, type PlotSeries, plotPanel } from './plot-panel.ts';
import { plotStyle } from './plot-style.ts';
import { element, escapeText } from './svg.ts';

/** Options of {@link accuracyPlot}. */
export interface AccuracyPlotOptions {
  /** Rows of the report with a small panel each; the four on which settings differ most if absent. */
  readonly rows?: readonly string[];
}

const LEAST_WIDTH = 860;
/** Where names at the ends of the lines begin. */
const NAMES_LEFT = 694;
/** Of a bold character of a name, at most. */
const CHARACTER_WIDTH = 7.5;
const SMALL_PANELS_A_ROW = 4;

/**
 * Accuracy against the number of video tokens as an SVG: a line for each allocation and a point for each given reduction, with 95 % intervals; all questions
 * together in the large panel, some kinds in small ones.
 *
 * It is one file of text without scripts or fonts, for light and dark themes alike.
 */
export function accuracyPlot(report: AccuracyReport, options: AccuracyPlotOptions = {}): string {
  const all = report.rows.length - 1;
  const small = smallRows(report, options.rows);
  const settings = drawnSettings(report);
  const tokens = settings.map((setting) => setting.tokens);
  const range = [Math.min(...tokens), Math.max(...tokens)] as const;
  const budgets = report.budgets.map(({ budget }) => budget).filter((tick) => tick <= range[1] * 1.02);
  const given = report.given?.settings.map((setting) => setting.tokens) ?? [];
  const ticks = [...new Set([...budgets, ...given])];
  const longest = Math.max(...settings.map(({ title }) => `${title} 100.0`.length));
  const width = Math.max(LEAST_WIDTH, Math.ceil(NAMES_LEFT + longest * CHARACTER_WIDTH));
  const common = { tokens: [Math.min(range[0], ...ticks), Math.max(range[1], ...ticks)], ticks } as const;
  const bottoms = { large: bottomOf(report, [all]), small: bottomOf(report, small) };
  const cut = Math.max(bottoms.large, bottoms.small) > 0 ? '; the vertical axes do not begin at 0' : '';
  const panelRows = Math.ceil(small.length / SMALL_PANELS_A_ROW);
  const height = 372 + panelRows * 200 + 14;
  const title = 'Accuracy against the number of video tokens';
  const body = [
    element('title', {}, escapeText(title)),
    element('style', {}, plotStyle),
    element('rect', { class: 'paper', width, height, rx: 6 }),
    label(24, 32, title, { class: 'title ink' }),
    label(
      24,
      51,
      `right answers in %, with 95 % intervals; ${countOf(report.clips, 'clip')}, ${countOf(report.questions, 'question')}${cut}`,
      {
        class: 'faint',
      },
    ),
    plotPanel({
      ...common,
      title: 'all questions',
      series: seriesOf(report, all),
      place: [56, 94, 630, 230],
      bottom: bottoms.large,
      isLarge: true,
    }),
    label(371, 362, 'video tokens', { class: 'faint', 'text-anchor': 'middle' }),
    ...small.map((row, at) =>
      plotPanel({
        ...common,
        title: report.rows[row]!.name,
        series: seriesOf(report, row),
        place: [
          56 + (at % SMALL_PANELS_A_ROW) * 202,
          416 + Math.floor(at / SMALL_PANELS_A_ROW) * 200,
          160,
          120,
        ],
        bottom: bottoms.small,
        isLarge: false,
      }),
    ),
  ];
  const size = { viewBox: `0 0 ${width} ${height}`, width, height };
  return `${element('svg', { xmlns: 'http://www.w3.org/2000/svg', role: 'img', ...size }, `\n${body.join('\n')}\n`)}\n`;
}

/** Those of the allocations in their order, whichever of them a budget lacks, then the given ones, each once. */
function drawnSettings({ budgets, given }: AccuracyReport): readonly SettingReport[] {
  const ofAllocations = budgets.flatMap(({ settings }) =>
    settings.filter(({ allocation }) => allocation !== 'given'),
  );
  const rank = ({ allocation }: SettingReport) =>
    tokenAllocations.findIndex(({ name }) => name === allocation);
  return [...ofAllocations.toSorted((a, b) => rank(a) - rank(b)), ...(given?.settings ?? [])];
}

function seriesOf(report: AccuracyReport, row: number): PlotSeries[] {
  return [...Map.groupBy(drawnSettings(report), ({ title }) => title)].map(([title, of]) => ({
    title,
    points: of
      .flatMap(({ tokens, accuracies }) => {
        const { right, asked, interval } = accuracies[row]!;
        return asked === 0 ? [] : [{ tokens, share: right / asked, ...interval }];
      })
      .toSorted((a, b) => a.tokens - b.tokens),
  }));
}

/** The tenth below everything that is drawn, intervals among it: panels that share it can be compared. */
function bottomOf(report: AccuracyReport, rows: readonly number[]): number {
  const points = rows.flatMap((row) => seriesOf(report, row).flatMap((one) => one.points));
  return Math.floor(Math.min(0.9, ...points.map(({ low }) => low)) * 10) / 10;
}

function smallRows(report: AccuracyReport, names: readonly string[] | undefined): number[] {
  const rows = report.rows.slice(0, -1).map(({ name }, row) => ({ name, row, spread: spread(report, row) }));
  if (names) return rows.filter(({ name }) => names.includes(name)).map(({ row }) => row);
  const chosen = rows.toSorted((a, b) => b.spread - a.spread).slice(0, SMALL_PANELS_A_ROW);
  return chosen.map(({ row }) => row);
}

/** How far settings lie apart at the budget where they differ most, or those that were given. */
function spread({ budgets, given }: AccuracyReport, row: number): number {
  const ofBudgets = [...budgets, ...(given ? [given] : [])].map(({ settings }) => {
    const accuracies = settings.map(({ accuracies: of }) => of[row]!).filter(({ asked }) => asked > 0);
    const shares = accuracies.map(({ right, asked }) => right / asked);
    return shares.length === 0 ? 0 : Math.max(...shares) - Math.min(...shares);
  });
  return Math.max(0, ...ofBudgets);
}
