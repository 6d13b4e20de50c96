import type { Step, StepResult } from './run-step.ts';

/** What the worker with the graph is asked. */
export type GraphCall =
  | { readonly kind: 'open'; readonly address: string; readonly threads: number }
  | { readonly kind: 'run'; readonly step: Step };

declare global {
  /** Offered by the benchmark's page: loads a graph into a worker; once a page. */
  var openGraphInPage: (address: string, threads: number) => Promise<void>;
  /** Offered by the benchmark's page: runs that graph. */
  var runGraphInPage: (step: Step) => Promise<StepResult>;
}

/** Offers the two functions in this page. */
export function offerGraphs(): void {
  const worker = new Worker(new URL('./graph-worker.ts', import.meta.url), { type: 'module' });
  const call = (asked: GraphCall) =>
    new Promise<unknown>((resolve, reject) => {
      worker.onmessage = ({ data }) =>
        'error' in data ? reject(new Error(data.error)) : resolve(data.result);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(asked);
    });
  globalThis.openGraphInPage = async (address, threads) => {
    await call({ kind: 'open', address, threads });
  };
  globalThis.runGraphInPage = (step) => call({ kind: 'run', step }) as Promise<StepResult>;
}
