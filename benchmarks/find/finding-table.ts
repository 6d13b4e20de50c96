import { median } from '../statistics.ts';
import { type FindingRecord, overlap } from './finding-record.ts';
import type { WayToFind } from './ways-to-find.ts';

const enough = 0.5;
const head =
  '| | clips | found, overlap of 0.5 or more | mean overlap | false ranges beside them | clips with a false range where the answer is always no | frames encoded | decisions | seconds, median |';

/** A row for each way: events found, ranges where there is nothing, and the cost of a question. */
export function findingTable(records: readonly FindingRecord[], ways: readonly WayToFind[]): string {
  const rows = ways.map(({ name, about }) => {
    const of = records.filter(({ way }) => way === name);
    const events = of.filter(({ range }) => range !== undefined);
    const never = of.filter(({ range }) => range === undefined);
    const overlaps = events.map(overlap);
    const found = overlaps.filter((value) => value >= enough).length;
    const apart = events.filter((event) => event.ranges.some((one) => !touches(one, event.range!))).length;
    const falselyFound = never.filter(({ ranges }) => ranges.length > 0).length;
    const cells = [
      ...[about, `${events.length}`, `${found} (${share(found, events.length)})`, mean(overlaps).toFixed(3)],
      ...[`${apart}`, `${falselyFound} of ${never.length}`],
      ...[
        mean(of.map(({ frames }) => frames)).toFixed(1),
        mean(of.map(({ decisions }) => decisions)).toFixed(1),
      ],
      median(of.map(({ seconds }) => seconds)).toFixed(2),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [head, `|${'---|'.repeat(9)}`, ...rows].join('\n');
}

type Range = { readonly startSeconds: number; readonly endSeconds: number };

function touches(one: Range, other: Range): boolean {
  return one.startSeconds < other.endSeconds && other.startSeconds < one.endSeconds;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
