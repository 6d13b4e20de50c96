import type { Interval } from '../statistics/interval.ts';

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = [head, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  return [escaped[0]!, head.map(() => '---'), ...escaped.slice(1)]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** An interval in words. */
export function range({ low, high }: Interval, format: (value: number) => string): string {
  return `${format(low)} to ${format(high)}`;
}

/** A share in percent, without the sign. */
export function percent(share: number): string {
  return (100 * share).toFixed(1);
}
