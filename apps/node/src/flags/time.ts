import { InvalidArgumentError } from 'commander';

/** How times are written, for help texts. */
export const timeForms = '90, 1:30, 1:30.5 or 00:01:30';

/** Hours and minutes, where they are there, then seconds. */
const form = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d*)?|\.\d+)$/;

/**
 * A time in seconds, from seconds alone or from hours, minutes and seconds: `90`, `1.5`, `1:30`, `1:30.5`, `00:01:30`. The
 * parts behind the first stay below 60.
 */
export function timeInSeconds(text: string): number {
  const [, hours, minutes, seconds] = form.exec(text) ?? [];
  const isRight =
    seconds !== undefined &&
    (minutes === undefined || Number(seconds) < 60) &&
    (hours === undefined || Number(minutes) < 60);
  const value = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds);
  if (isRight && Number.isFinite(value)) return value;
  throw new InvalidArgumentError(`Found "${text}", expected a time such as ${timeForms}.`);
}

/** Times between commas. */
export function timeList(text: string): readonly number[] {
  return text.split(',').map((item) => timeInSeconds(item.trim()));
}
