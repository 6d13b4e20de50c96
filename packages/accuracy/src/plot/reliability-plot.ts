import type { ReliabilityBin } from '../decisions/decision-scores.ts';
import { countOf } from '../report/count-of.ts';
import { percent } from '../report/markdown-table.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import { label } from './plot-panel.ts';
import { plotStyle } from './plot-style.ts';
import { element, escapeText, linearScale } from './svg.ts';

/** One diagram: questions by their confidence. */
export interface ReliabilityPanel {
  readonly title: string;
  /** The expected calibration error, as a share. */
  readonly calibrationError: number;
  readonly bins: readonly ReliabilityBin[];
}

const SIDE = 220;
const COUNTS = 46;
const PANEL = [SIDE + 76, SIDE + COUNTS + 108] as const;
const PANELS_A_ROW = 3;
const LEVELS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/**
 * A reliability diagram for each of some panels as an SVG: how often answers are right against how sure the model is of them, with Wilson's 95 %
 * intervals, each question counted once, and below how many questions there are. Probabilities that can be believed lie on the diagonal.
 */
export function reliabilityPlot(panels: readonly ReliabilityPanel[]): string {
  const columns = Math.min(PANELS_A_ROW, panels.length);
  const width = Math.max(2, columns) * PANEL[0] + 24;
  const height = 74 + Math.ceil(panels.length / PANELS_A_ROW) * PANEL[1];
  const title = 'How often decisions are right, by their probability';
  const body = [
    element('title', {}, escapeText(title)),
    element('style', {}, plotStyle),
    element('rect', { class: 'paper', width, height, rx: 6 }),
    label(24, 32, title, { class: 'title ink' }),
    label(24, 51, 'right answers in % against the probability of the likeliest answer in %', {
      class: 'faint',
    }),
    ...panels.map((panel, at) =>
      drawPanel(panel, 62 + (at % PANELS_A_ROW) * PANEL[0], 110 + Math.floor(at / PANELS_A_ROW) * PANEL[1]),
    ),
  ];
  const size = { viewBox: `0 0 ${width} ${height}`, width, height };
  return `${element('svg', { xmlns: 'http://www.w3.org/2000/svg', role: 'img', ...size }, `\n${body.join('\n')}\n`)}\n`;
}

function drawPanel({ title, calibrationError, bins }: ReliabilityPanel, left: number, top: number): string {
  const x = linearScale([0, 1], [left, left + SIDE]);
  const y = linearScale([0, 1], [top + SIDE, top]);
  const base = top + SIDE + 26 + COUNTS;
  const most = Math.max(1, ...bins.map(({ questions }) => questions));
  const drawn = bins.filter(({ questions }) => questions > 0);
  const total = bins.reduce((sum, { questions }) => sum + questions, 0);
  const places = drawn.map(({ confidence, right, questions }) => [x(confidence), y(right / questions)]);
  const path = places.map(([px, py], nth) => `${nth === 0 ? 'M' : 'L'}${px!.toFixed(1)} ${py!.toFixed(1)}`);
  return element(
    'g',
    {},
    label(left, top - 28, title, { class: 'panel ink' }),
    label(left, top - 12, `${countOf(total, 'question')}, calibration error ${percent(calibrationError)} %`, {
      class: 'faint',
    }),
    ...LEVELS.flatMap((level) => [
      element('line', { class: 'grid', x1: left, x2: left + SIDE, y1: y(level), y2: y(level) }),
      label(left - 7, y(level) + 4, percentLabel(level), { class: 'faint', 'text-anchor': 'end' }),
      label(x(level), top + SIDE + 16, percentLabel(level), { class: 'faint', 'text-anchor': 'middle' }),
    ]),
    element('line', {
      ...{ class: 'bar stroke-3', x1: x(0), y1: y(0), x2: x(1), y2: y(1) },
      'stroke-dasharray': '4 4',
    }),
    ...drawn.map(({ confidence, right, questions }) => {
      const { low, high } = wilsonInterval(right, questions);
      const px = x(confidence);
      return element('line', { class: 'bar stroke-0', x1: px, x2: px, y1: y(low), y2: y(high) });
    }),
    element('path', { class: 'line stroke-0', d: path.join('') }),
    ...places.map(([cx, cy]) => element('circle', { class: 'fill-0', cx: cx!, cy: cy!, r: 4 })),
    ...drawn.map(({ from, to, questions }) => {
      const tall = Math.max(1, (questions / most) * COUNTS);
      return element('rect', {
        ...{ class: 'fill-3', x: x(from) + 1, y: base - tall },
        ...{ width: x(to) - x(from) - 2, height: tall },
      });
    }),
    element('line', { class: 'grid', x1: left, x2: left + SIDE, y1: base, y2: base }),
    label(left + SIDE / 2, base + 17, `questions by confidence, at most ${most}`, {
      ...{ class: 'faint', 'text-anchor': 'middle' },
    }),
  );
}

function percentLabel(share: number): string {
  return String(Math.round(100 * share));
}
