import { lineLooks } from './plot-style.ts';
import { element, escapeText, linearScale } from './svg.ts';

/** A point with its interval; shares from 0 to 1. */
export interface PlotPoint {
  readonly tokens: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** The points of an allocation, with growing tokens, or the one of a given reduction. */
export interface PlotSeries {
  readonly title: string;
  readonly points: readonly PlotPoint[];
}

/** One pair of axes. */
export interface PlotPanel {
  readonly title: string;
  readonly series: readonly PlotSeries[];
  /** Left, top, width and height of the axes in pixels. */
  readonly place: readonly [left: number, top: number, width: number, height: number];
  readonly tokens: readonly [least: number, most: number];
  /** Numbers of tokens that are written below, the most important first: where two would overlap, the later is left out. */
  readonly ticks: readonly number[];
  /** Where the vertical axis begins, as a share; it ends at 1. */
  readonly bottom: number;
  /** Whether it is drawn large, with names and last values at the ends of the lines. */
  readonly isLarge: boolean;
}

/** Draws axes, lines, points and intervals of one panel. */
export function plotPanel({ title, series, place, tokens, ticks, bottom, isLarge }: PlotPanel): string {
  const [left, top, width, height] = place;
  const x = linearScale(tokens, [left + 16, left + width - 16]);
  const y = linearScale([bottom, 1], [top + height, top]);
  const step = 1 - bottom > 0.5 ? 20 : 10;
  const [apart, zoom] = isLarge ? [4, 1] : [3, 0.7];
  const levels = [];
  for (let percent = 100; percent >= Math.round(bottom * 100); percent -= step) levels.push(percent);
  return element(
    'g',
    {},
    label(left, top - 12, title, { class: 'panel ink' }),
    ...levels.map(
      (percent) =>
        element('line', {
          class: 'grid',
          x1: left,
          x2: left + width,
          y1: y(percent / 100),
          y2: y(percent / 100),
        }) + label(left - 7, y(percent / 100) + 4, String(percent), { class: 'faint', 'text-anchor': 'end' }),
    ),
    ...apartFrom(ticks, x).map((tick) =>
      label(x(tick), top + height + 18, String(tick), { class: 'faint', 'text-anchor': 'middle' }),
    ),
    // SlowFast is drawn last, so that nothing hides it.
    ...series
      .map((one, at) => drawSeries(one, at, { x, y, apart: (at - (series.length - 1) / 2) * apart, zoom }))
      .toReversed(),
    ...(isLarge ? endLabels(series, left + width + 8, y) : []),
  );
}

/** Room for five digits. */
const TICK_DISTANCE = 36;

function apartFrom(ticks: readonly number[], x: Scale): readonly number[] {
  const kept: number[] = [];
  for (const tick of ticks) {
    if (kept.every((other) => Math.abs(x(other) - x(tick)) >= TICK_DISTANCE)) kept.push(tick);
  }
  return kept;
}

type Scale = (value: number) => number;

interface SeriesPlace {
  readonly x: Scale;
  readonly y: Scale;
  /** Pixels to the right. */
  readonly apart: number;
  /** Size of the markers. */
  readonly zoom: number;
}

/** Series that share a number of tokens stand a little apart, so that their intervals can be told apart. */
function drawSeries({ points }: PlotSeries, at: number, { x, y, apart, zoom }: SeriesPlace): string {
  const look = at % lineLooks;
  const placeOf = ({ tokens, share }: PlotPoint) => [x(tokens) + apart, y(share)] as const;
  const path = points.map((point, nth) => {
    const [px, py] = placeOf(point);
    return `${nth === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`;
  });
  return element(
    'g',
    {},
    ...points.map(({ tokens, low, high }) => {
      const px = x(tokens) + apart;
      return element('line', { class: `bar stroke-${look}`, x1: px, x2: px, y1: y(low), y2: y(high) });
    }),
    element('path', { class: `line stroke-${look}`, d: path.join('') }),
    ...points.map((point) => marker(look, zoom, ...placeOf(point))),
  );
}

/** A shape of its own for each look: lines can be told apart without their colours. */
function marker(look: number, zoom: number, x: number, y: number): string {
  const of = { class: `fill-${look}`, 'stroke-width': 1 };
  if (look === 0) return element('circle', { ...of, cx: x, cy: y, r: 4.5 * zoom });
  const corners = polygons[look - 1]!.map(
    ([dx, dy]) => `${(x + zoom * dx).toFixed(1)},${(y + zoom * dy).toFixed(1)}`,
  );
  return element('polygon', { ...of, points: corners.join(' ') });
}

type Corners = readonly (readonly [dx: number, dy: number])[];

/** A square, a triangle, a diamond, a triangle upside down, a hexagon, a bar and a cross. */
const polygons: readonly Corners[] = [
  [
    [-4, -4],
    [4, -4],
    [4, 4],
    [-4, 4],
  ],
  [
    [0, -5.5],
    [5, 4],
    [-5, 4],
  ],
  [
    [0, -5.5],
    [5.5, 0],
    [0, 5.5],
    [-5.5, 0],
  ],
  [
    [0, 5.5],
    [5, -4],
    [-5, -4],
  ],
  [
    [-5, 0],
    [-2.5, -4.5],
    [2.5, -4.5],
    [5, 0],
    [2.5, 4.5],
    [-2.5, 4.5],
  ],
  [
    [-2, -6],
    [2, -6],
    [2, 6],
    [-2, 6],
  ],
  [
    [-2, -5.5],
    [2, -5.5],
    [2, -2],
    [5.5, -2],
    [5.5, 2],
    [2, 2],
    [2, 5.5],
    [-2, 5.5],
    [-2, 2],
    [-5.5, 2],
    [-5.5, -2],
    [-2, -2],
  ],
];

const LABEL_DISTANCE = 17;

/** Names at the ends of the lines, pushed apart where they would overlap. */
function endLabels(series: readonly PlotSeries[], x: number, y: Scale): string[] {
  const labels = series
    .flatMap(({ title, points }, at) => {
      const last = points.at(-1);
      return last ? [{ title, look: at % lineLooks, share: last.share, place: y(last.share) + 4 }] : [];
    })
    .toSorted((a, b) => a.place - b.place);
  for (const [at, one] of labels.entries()) {
    if (at > 0) one.place = Math.max(one.place, labels[at - 1]!.place + LABEL_DISTANCE);
  }
  return labels.map(({ title, look, share, place }) =>
    label(x, place, `${title} ${(100 * share).toFixed(1)}`, { class: `name text-${look}` }),
  );
}

/** Text whose baseline begins here. */
export function label(
  x: number,
  y: number,
  text: string,
  attributes: Readonly<Record<string, string>>,
): string {
  return element('text', { x, y, ...attributes }, escapeText(text));
}
