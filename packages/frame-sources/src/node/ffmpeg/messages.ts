const mostAtEachEnd = 2 ** 19;

/** What a program says, in bounded memory: the first and the last half megabyte. */
export interface Messages {
  add(text: string): void;
  /** The beginning, and the end where that is no longer the same. */
  text(): string;
  /** The last three lines in one. */
  lastLines(): string;
}

/** Collects what a program says. */
export function createMessages(): Messages {
  let first = '';
  let last = '';
  const text = () => (last === '' ? first : `${first}\n${last}`);
  return {
    add(more) {
      const room = mostAtEachEnd - first.length;
      first += more.slice(0, room);
      last = (last + more.slice(Math.max(0, room))).slice(-mostAtEachEnd);
    },
    text,
    lastLines() {
      const lines = text()
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
      return lines.slice(-3).join('; ').slice(-500);
    },
  };
}
