/** Starts the worker that writes downloads from the hub. It is named here, beside its entry, where bundlers find it. */
export function startHubWorker(): Worker {
  return new Worker(new URL('./hub-worker.browser.ts', import.meta.url), { type: 'module' });
}
