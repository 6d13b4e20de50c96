import { describe, expect, test } from 'vitest';
import { accuracyPlot } from '../plot/accuracy-plot.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import { madeUpAnswers, madeUpQuestions, planned } from '../testing/made-up-report.ts';
import { makeReport } from './make-report.ts';
import { planReductions } from './plan-settings.ts';
import { reportMarkdown } from './report-markdown.ts';

const questions = madeUpQuestions(40);
const settings = await planned(15, 192, 200);
const choices = new Map(
  settings.map(({ budget, allocation, choice }) => [`${allocation.name} ${budget}`, choice]),
);
/** SlowFast is always right, Slow misses motion, Fast misses every fourth colour, concatenation half of everything. */
const answers = [
  madeUpAnswers(questions, choices.get('slowfast 192')!, () => true),
  madeUpAnswers(questions, choices.get('slow 192')!, ({ kind }) => kind !== 'motion'),
  madeUpAnswers(questions, choices.get('fast 192')!, ({ kind }, clip) => kind !== 'colour' || clip % 4 > 0),
  madeUpAnswers(questions, choices.get('concat 192')!, (_, clip) => clip % 2 > 0),
].flat();
const report = makeReport(questions, settings, answers, { draws: 500 });
const at192 = report.budgets.find(({ budget }) => budget === 192)!;

test('counts by kind, multiple choice by itself, all together last', () => {
  expect(report.rows).toEqual([
    { name: 'colour', questions: 40 },
    { name: 'motion', questions: 20 },
    { name: 'multiple choice', questions: 40 },
    { name: 'all', questions: 100 },
  ]);
  const rights = at192.settings.map(({ accuracies }) => accuracies.map(({ right }) => right));
  expect(rights).toEqual([
    [40, 20, 40, 100],
    [40, 0, 40, 80],
    [30, 20, 30, 80],
    [20, 0, 20, 40],
  ]);
  // 192 and 200 tokens give the same settings, which were answered once.
  expect(report).toMatchObject({ clips: 40, questions: 100, answers: 400, seconds: 80 });
});

test('Wilson where questions are of different clips; by clips where some belong together', () => {
  const [slowFast, slow] = at192.settings;
  expect(slow!.accuracies[1]!.interval).toEqual(wilsonInterval(0, 20));
  expect(slowFast!.accuracies[3]!.interval).toEqual(wilsonInterval(40, 40));
  const { low, high } = slow!.accuracies[3]!.interval;
  expect(low).toBeLessThan(0.8);
  expect(high).toBeGreaterThan(0.8);
});

test('differences are SlowFast minus the others, and marked where they are sure', () => {
  expect(at192.settings[0]).not.toHaveProperty('differences');
  const [colour, motion, , all] = at192.settings[1]!.differences!;
  expect(colour).toEqual({ difference: 0, interval: { low: 0, high: 0 }, excludesZero: false });
  expect(motion).toEqual({ difference: 1, interval: { low: 1, high: 1 }, excludesZero: true });
  expect(all).toMatchObject({ difference: 0.2, excludesZero: true });
  const few = makeReport(questions.slice(0, 5), settings, answers, { draws: 500 });
  expect(few.budgets[1]!.settings[1]!.differences![1]).toMatchObject({ difference: 1, excludesZero: false });
});

test('Markdown says what each setting is, what is not exact, and what is missing', () => {
  const text = reportMarkdown(report);
  expect(text).toContain('40 clips, 100 questions; 400 answers in 80.0 s, 5.0 per second.');
  expect(text).toContain('| Slow only | 6 | `slowfast-slow_6frms_spatial_1d_max_pool-fast_0x0` | 192 |');
  expect(text).toContain('| 192, the most that fit |');
  expect(text).toContain('| Concatenation |  | does not fit: even concat of 1 frame takes 64 tokens |  |');
  expect(text).toContain('| motion | 20 | 100.0 (83.9 to 100.0) | 0.0 (0.0 to 16.1) |');
  expect(text).toContain('| motion | **+100.0** (+100.0 to +100.0) |');
});

test('clips that were not answered in every setting do not count', () => {
  const part = answers.filter(({ clip, frames }) => clip !== 'clip-0.mp4' || frames !== 6);
  expect(makeReport(questions, settings, part, { draws: 500 })).toMatchObject({ clips: 39, questions: 97 });
});

/** Elements of one class, with their numbers. */
function elements(svg: string, name: string, look: string): readonly Record<string, string>[] {
  return [...svg.matchAll(new RegExp(`<${name} ([^>]*class="${look}"[^>]*)>`, 'g'))].map(([, attributes]) =>
    Object.fromEntries(
      [...attributes!.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    ),
  );
}

test('the plot is well-formed, names every allocation and puts values where the axis has them', () => {
  const svg = accuracyPlot(report, { rows: ['motion'] });
  for (const title of ['SlowFast 100.0', 'Slow only 80.0', 'Fast only 80.0', 'Concatenation 40.0']) {
    expect(svg).toContain(`>${title}</text>`);
  }
  // The axis of the large panel: its lines, and the numbers beside them, four pixels lower.
  const levels = new Map(
    elements(svg, 'text', 'faint')
      .filter((text) => text['text-anchor'] === 'end')
      .map(({ y }, at) => [at, Number(y) - 4]),
  );
  const lines = elements(svg, 'line', 'grid').map(({ y1 }) => Number(y1));
  expect([...levels.values()]).toEqual(lines);
  expect(lines[0]).toBe(94);
  // From 100 down in steps of 20 % to 20 %, above which the lowest interval ends; so 40 % lies at the fourth line.
  const at40 = lines[3]!;
  expect(svg).toMatch(/>100<\/text>.*>80<\/text>.*>60<\/text>.*>40<\/text>/s);
  const diamond = elements(svg, 'polygon', 'fill-3')[0]!
    .points!.split(' ')
    .map((corner) => corner.split(','));
  const middle = (Number(diamond[0]![1]) + Number(diamond[2]![1])) / 2;
  expect(middle).toBeCloseTo(at40, 0);
  const [circle] = elements(svg, 'circle', 'fill-0');
  expect(Number(circle!.cy)).toBe(94);
  // XML of every element is closed, in order.
  const open: string[] = [];
  for (const [, end, name, self] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (end) expect(open.pop()).toBe(name);
    else if (!self) open.push(name!);
  }
  expect(open).toEqual([]);
  if (typeof DOMParser === 'undefined') return;
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(parsed.querySelector('parsererror')).toBeNull();
});

describe('given reductions', async () => {
  const facts = {
    frames: 16,
    aggregation: 'slowfast-slow_3frms_concat-fast_2x2',
    grid: { rows: 8, columns: 8 },
  };
  // 192, 256 and 64 tokens; the first is what SlowFast takes at 192.
  const texts = [choices.get('slowfast 192')!.aggregation, 'spatial_2d_avg_pool', 'temporal_global_pool'];
  const given = await planReductions(
    texts.map((aggregation) => ({ aggregation })),
    facts,
    async () => undefined,
  );
  const missing = { aggregation: 'wide', title: 'wide', reason: 'it is too wide' };
  const all = [...given, missing, ...settings.filter(({ budget }) => budget === 192)];
  const more = [
    ...answers,
    ...madeUpAnswers(questions, given[1]!.choice!, ({ kind }) => kind === 'motion'),
    ...madeUpAnswers(questions, given[2]!.choice!, () => false),
  ];
  const of = makeReport(questions, all, more, { draws: 500 });

  test('are compared two by two, and with the allocations at as many tokens', () => {
    expect(of.given!.settings.map(({ title, tokens }) => [title, tokens])).toEqual([
      [texts[0], 192],
      [texts[1], 256],
      [texts[2], 64],
    ]);
    const shares = of.given!.pairs.map(({ first, second, differences }) => [
      ...[texts.indexOf(first), texts.indexOf(second), ...differences.map(({ difference }) => difference)],
    ]);
    // Colour, motion, multiple choice, all.
    expect(shares).toEqual([
      [0, 1, 1, 0, 1, 0.8],
      [0, 2, 1, 1, 1, 1],
      [1, 2, 0, 1, 0, 0.2],
    ]);
    expect(of.given!.pairs[2]!.differences[1]).toMatchObject({
      interval: { low: 1, high: 1 },
      excludesZero: true,
    });
    expect(of.given!.missing).toEqual([{ allocation: 'given', title: 'wide', reason: 'it is too wide' }]);
    const [budget, ...others] = of.budgets;
    expect(others).toEqual([]);
    expect(budget!.settings.map(({ title }) => title)).toEqual([
      ...at192.settings.map(({ title }) => title),
      texts[0],
    ]);
    // What the allocations find is what they find by themselves; the given one is SlowFast's own setting.
    expect(budget!.settings.slice(0, 4)).toEqual(at192.settings);
    expect(budget!.settings[4]!.differences!.map(({ difference }) => difference)).toEqual([0, 0, 0, 0]);
    expect(of).toMatchObject({ clips: 40, answers: 600 });
  });

  test('without allocations there are no budgets', () => {
    const alone = makeReport(questions, given, more, { draws: 500 });
    expect(alone.budgets).toEqual([]);
    expect(alone.given!.pairs).toEqual(of.given!.pairs);
    expect(reportMarkdown(alone)).not.toContain('video tokens\n\n|  | frames | reduction');
    expect(accuracyPlot(alone)).toContain('>temporal_global_pool 0.0</text>');
  });

  test('in Markdown', () => {
    const text = reportMarkdown(of);
    expect(text).toContain('| `spatial_2d_avg_pool` | 16 | 256 |');
    expect(text).toContain('| `wide` |  | not compared: it is too wide |');
    expect(text).toContain(`| \`${texts[0]}\` minus … | \`${texts[1]}\` | \`${texts[2]}\` |`);
    expect(text).toContain(`| \`${texts[1]}\` minus … | \`${texts[2]}\` |`);
    expect(text).toContain('| motion | **+100.0** (+100.0 to +100.0) |');
  });

  test('in the plot: once each, with looks of their own, and wide enough for their names', () => {
    const svg = accuracyPlot(of, { rows: [] });
    const [, width] = /viewBox="0 0 (\d+) /.exec(svg)!;
    expect(Number(width)).toBeGreaterThan(694 + 6 * `${texts[0]} 100.0`.length);
    for (const text of texts) expect(svg.split(`>${text} `)).toHaveLength(2);
    for (const look of [4, 5, 6]) expect(elements(svg, 'polygon', `fill-${look}`)).toHaveLength(1);
    const ticks = [...svg.matchAll(/text-anchor="middle">(\d+)</g)].map(([, tick]) => tick);
    expect(ticks).toEqual(['192', '256', '64']);
  });
});

test('numbers of tokens that would overlap are left out of the plot, the given ones first', () => {
  const near = { ...report, given: { ...report.budgets[1]!, pairs: [] } };
  const moved = near.given.settings.map((setting) => ({ ...setting, tokens: setting.tokens + 1 }));
  const svg = accuracyPlot({ ...near, given: { ...near.given, settings: moved } }, { rows: [] });
  expect([...svg.matchAll(/text-anchor="middle">(\d+)</g)].map(([, tick]) => tick)).toEqual(['15', '192']);
});

test('SlowFast looks the same in every plot, also where the first budget has none', () => {
  const [, first, second] = report.budgets;
  const without = { ...first!, settings: first!.settings.slice(1) };
  const svg = accuracyPlot({ ...report, budgets: [without, second!] }, { rows: [] });
  expect(svg).toMatch(/class="name text-0">SlowFast /);
});

test('names are escaped', () => {
  const odd = {
    ...report,
    rows: report.rows.map(({ questions: of }) => ({ name: 'a<b & "c"', questions: of })),
  };
  expect(accuracyPlot(odd)).toContain('>a&lt;b &amp; &quot;c&quot;</text>');
});
