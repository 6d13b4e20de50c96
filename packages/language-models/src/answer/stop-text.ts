/** Cuts a stream of text at the first of some stop strings. */
export interface StopText {
  /** The text that surely is no part of a stop string, and whether one was found. */
  push(text: string): { readonly text: string; readonly isStopped: boolean };
  /** What was held back, when the stream ends without a stop string. */
  finish(): string;
}

/** Nothing of a stop string is given out, also when it comes in pieces. Empty stop strings are ignored. */
export function stopText(stopStrings: readonly string[]): StopText {
  const stops = stopStrings.filter((stop) => stop !== '');
  let held = '';
  return {
    push(text) {
      held += text;
      const starts = stops.map((stop) => held.indexOf(stop)).filter((start) => start >= 0);
      if (starts.length > 0) {
        const before = held.slice(0, Math.min(...starts));
        held = '';
        return { text: before, isStopped: true };
      }
      const safe = held.length - longestBegunStop(held, stops);
      const given = held.slice(0, safe);
      held = held.slice(safe);
      return { text: given, isStopped: false };
    },
    finish() {
      const rest = held;
      held = '';
      return rest;
    },
  };
}

/** Length of the longest end of the text that begins a stop string. */
function longestBegunStop(text: string, stops: readonly string[]): number {
  let longest = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(stop.slice(0, length))) longest = length;
    }
  }
  return longest;
}
