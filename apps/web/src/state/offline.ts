import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { AssistantDescription } from '@slowfast/spec';

/** What the service worker is told, and what it answers through the port. */
export interface KeepMessage {
  readonly type: 'keep-runtime';
  readonly provider: string;
}

/**
 * Whether the page works without a network from now on: once the service worker has everything, the WebAssembly of the
 * runtime in use included. False for ever where there are no service workers, and in development.
 */
export function createOfflineReadiness(
  description: ReadonlySignal<AssistantDescription | undefined>,
): ReadonlySignal<boolean> {
  const isReady = signal(false);
  // Modules are replaced while one works on them: what a service worker keeps would be in the way.
  if (import.meta.hot || !('serviceWorker' in navigator)) return isReady;

  const active = navigator.serviceWorker
    .register(new URL('service-worker.js', document.baseURI))
    .then(() => navigator.serviceWorker.ready);
  effect(() => {
    const provider = description.value?.runtime?.provider;
    if (provider === undefined) return;
    active
      .then(({ active: worker }) => worker && keepRuntime(worker, provider))
      .then((isKept) => {
        isReady.value = isKept === true;
      })
      // No storage, or the network went away: the page works as long as there is one.
      .catch(() => {});
  });
  return isReady;
}

function keepRuntime(worker: ServiceWorker, provider: string): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<boolean>) => {
      port1.close();
      resolve(data);
    };
    worker.postMessage({ type: 'keep-runtime', provider } satisfies KeepMessage, [port2]);
  });
}
