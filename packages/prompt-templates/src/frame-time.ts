import type { TimestampForm } from '@slowfast/spec';

/** A time of a video, which has not begun to be the next second: `01:23` or `01:02:03`, `62:03`, `3723.0`. */
export function writeTime(seconds: number, notation: TimestampForm['time']): string {
  if (notation === 'seconds') return toTenth(seconds);
  const whole = Math.floor(seconds);
  const minutes = Math.floor(whole / 60);
  const parts =
    notation === 'clock' && minutes >= 60
      ? [Math.floor(minutes / 60), minutes % 60, whole % 60]
      : [minutes, whole % 60];
  return parts.map(twoDigits).join(':');
}

/** A length as Python's `timedelta` writes it: `0:01:23`, `1 day, 3:46:40`. */
export function writeDuration(seconds: number): string {
  const whole = Math.floor(seconds);
  const days = Math.floor(whole / 86_400);
  const time = [
    Math.floor((whole % 86_400) / 3600),
    ...[Math.floor(whole / 60) % 60, whole % 60].map(twoDigits),
  ];
  return `${days > 0 ? `${days} ${days === 1 ? 'day' : 'days'}, ` : ''}${time.join(':')}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/** As Python rounds: what lies between two tenths, 0.25, goes to the even one. */
function toTenth(seconds: number): string {
  const isBetween = Number.isInteger(seconds * 4) && !Number.isInteger(seconds * 2);
  const lower = Math.floor(seconds * 10);
  return isBetween && lower % 2 === 0 ? (lower / 10).toFixed(1) : seconds.toFixed(1);
}
