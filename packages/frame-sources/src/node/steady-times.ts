/** Times further ahead than this begin a new clock. */
const longestGapSeconds = 10;

/**
 * Times on one clock, where streams were put one behind the other and each has a clock of its own, as discs and cameras leave them. A new
 * clock begins where times go back, or leap ahead, and stay there: a single wrong time is damage. Its first picture follows the
 * last one of the clock before by as much as pictures did until then.
 *
 * @param timestampsSeconds start of each picture in presentation order; NaN where the file gives none, which stays.
 */
export function steadyTimes(timestampsSeconds: readonly number[]): number[] {
  const known = timestampsSeconds.flatMap((seconds, index) => (Number.isNaN(seconds) ? [] : [index]));
  const steady = [...timestampsSeconds];
  let shift = 0;
  let step = 1 / 25;
  for (let k = 1; k < known.length; k++) {
    const [before, own, after] = [known[k - 1]!, known[k]!, known[k + 1]];
    const seconds = timestampsSeconds[own]!;
    const previous = timestampsSeconds[before]!;
    const ahead = after === undefined ? undefined : timestampsSeconds[after]!;
    if (isJump(previous, seconds)) {
      // A time that goes back alone is told from a new clock where the next one is as far on as the old clock would be.
      const goesOn = ahead !== undefined && !isJump(previous, ahead);
      const isAlone = goesOn && (isJump(seconds, ahead) || ahead - seconds > 1.5 * step);
      const next = steady[before]! + step * (own - before);
      if (isAlone) {
        steady[own] = steady[before]!;
        // The one after it is compared with the one before it.
        k++;
        steady[after!] = ahead + shift;
        continue;
      }
      shift = next - seconds;
    } else if (seconds > previous) {
      step = (seconds - previous) / (own - before);
    }
    steady[own] = seconds + shift;
  }
  return steady;
}

function isJump(from: number, to: number): boolean {
  return to < from || to > from + longestGapSeconds;
}
