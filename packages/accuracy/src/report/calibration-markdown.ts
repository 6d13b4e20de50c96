import type { CalibrationReport } from '../decisions/calibrate-decisions.ts';
import type { Measure } from '../decisions/decision-quality.ts';
import { temperatureBounds } from '../decisions/fit-temperature.ts';
import { countOf } from './count-of.ts';
import { binsMarkdown, decimals, scoreCells, scoreNames } from './decisions-markdown.ts';
import { percent, range, table } from './markdown-table.ts';

/** A calibration in Markdown: the temperature, what it was fitted to, and its effect on the other half of the clips. */
export function calibrationMarkdown({ temperature, bound, fitted, heldOut }: CalibrationReport): string {
  const { rows } = heldOut;
  const all = rows.at(-1)!;
  const both = rows.flatMap(({ name, questions, before, after, changes }) => [
    [name, String(questions), '1', ...scoreCells(before)],
    ['', '', temperature.toFixed(3), ...scoreCells(after)],
    [
      ...['', '', 'change', change(changes.brier, decimals)],
      ...[change(changes.calibrationError, percent), change(changes.logLoss, decimals)],
    ],
  ]);
  return [
    '## Calibration',
    `Temperature ${temperature.toFixed(4)}, fitted to ${countOf(fitted.questions, 'question')} about ${countOf(fitted.clips, 'clip')}, whose log loss it takes from ${decimals(fitted.logLoss.before)} to ${decimals(fitted.logLoss.after)}.`,
    ...(bound === undefined ? [] : [boundWords(bound)]),
    `Held out: ${countOf(heldOut.questions, 'question')} about ${countOf(heldOut.clips, 'other clip')}.`,
    table(['held out', 'questions', 'temperature', ...scoreNames], both),
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
    ? `It is the lowest that is sought, ${low}: these questions want one below, as they do where the model is right in all of them.`
    : `It is the highest that is sought, ${high}: these questions want one above, as they do where the model is right no more often than by chance.`;
}

function change({ value, interval }: Measure, format: (value: number) => string): string {
  const signed = (of: number) => (of > 0 ? `+${format(of)}` : format(of));
  return `${signed(value)} (${range(interval, signed)})`;
}
