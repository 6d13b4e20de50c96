/** Lets timers and messages run, as a real decoder or runtime does between two steps. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
