import type { CalibrationReport } from '../decisions/calibrate-decisions.ts';
import { temperatureBounds } from '../decisions/fit-temperature.ts';
import { countOf } from './count-of.ts';
import { binsMarkdown, decimals, scoreCells, scoreNames } from './decisions-markdown.ts';
import type { Measure } from './figures.ts';
import { percent, range, table } from './markdown-table.ts';

/** A calibration in Markdown: the temperature, what it was fitted to, and its effect on the other half of the clips. */
export function calibrationMarkdown({ temperature, bound, fitted, heldOut }: CalibrationReport): string {
  const { rows } = heldOut;
  const all = rows.at(-1)!;
  const cells = rows.map(({ name, questions, before, changes }) => {
    const [brier, error, loss] = scoreCells(before);
    return [
      ...[name, String(questions), brier!, change(changes.brier, decimals)],
      ...[error!, change(changes.calibrationError, percent), loss!, change(changes.logLoss, decimals)],
    ];
  });
  const heads = scoreNames.flatMap((name) => [`${name} at 1`, `change at ${temperature.toFixed(3)}`]);
  return [
    '## Calibration',
    `Temperature ${temperature.toFixed(4)}, fitted to ${countOf(fitted.questions, 'question')} about ${countOf(fitted.clips, 'clip')}, whose log loss it takes from ${decimals(fitted.logLoss.before)} to ${decimals(fitted.logLoss.after)}.`,
    ...(bound === undefined ? [] : [boundWords(bound)]),
    `Held out: ${countOf(heldOut.questions, 'question')} about ${countOf(heldOut.clips, 'other clip')}.`,
    table(['held out', 'questions', ...heads], cells),
    'At temperature 1:',
    binsMarkdown(all.before.bins),
    `At temperature ${temperature.toFixed(3)}:`,
    binsMarkdown(all.after.bins),
    '',
  ].join('\n\n');
}

/** Why a temperature that lies on a bound is to be taken with care. */
export function boundWords(bound: 'low' | 'high'): string {
  const { low, high } = temperatureBounds;
  return bound === 'low'
    ? `This temperature is the lowest that is sought, ${low}: these questions want one below, as they do where the model is right in all of them.`
    : `This temperature is the highest that is sought, ${high}: these questions want one above, as they do where the model is right no more often than by chance.`;
}

function change({ value, interval }: Measure, format: (value: number) => string): string {
  const signed = (of: number) => {
    const text = format(of);
    if (Number(text) === 0) return format(0);
    return of > 0 ? `+${text}` : text;
  };
  return `${signed(value)} (${range(interval, signed)})`;
}
