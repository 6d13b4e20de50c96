/** Collects what each of several pieces of work takes in this process, all its threads together. */
export function stopwatch() {
  const processorSeconds: number[] = [];
  const wallSeconds: number[] = [];
  return {
    processorSeconds,
    wallSeconds,
    async time<T>(work: () => Promise<T>): Promise<T> {
      const [processor, wall] = [process.cpuUsage(), performance.now()];
      const result = await work();
      const { user, system } = process.cpuUsage(processor);
      processorSeconds.push((user + system) / 1e6);
      wallSeconds.push((performance.now() - wall) / 1000);
      return result;
    },
  };
}

/** The value in the middle; the upper one of two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
