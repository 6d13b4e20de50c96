import { isHubModelName } from '@slowfast/hub-client';
import { remoteVideoAssistant } from '@slowfast/pipeline';
import type { VideoAssistant } from '@slowfast/spec';
import { webWorkerTransport } from '@slowfast/worker-calls';
import type { AssistantOptions } from './assistant-options.ts';
import { checkAssistantOptions, checkPageOptions } from './option-names.ts';
import { sendableModel } from './sendable-model.ts';

/** In a page; {@link openAssistant} of Node has the documentation of both. */
export async function openAssistant(options: AssistantOptions = {}): Promise<VideoAssistant> {
  checkAssistantOptions(options);
  checkPageOptions(options);
  const { model, onDownload, signal, worker: start = startWorker, stages: _, ...rest } = options;
  signal?.throwIfAborted();
  if (start === false) {
    const { assistantInProcess } = await import('./assistant-in-process.browser.ts');
    return assistantInProcess(options);
  }
  const hubModel = typeof model === 'string' && isHubModelName(model) ? model : undefined;
  const sent = { ...rest, model: hubModel ?? sendableModel(model, addressOf) };
  const transport = webWorkerTransport(start() as Worker);
  const assistant = remoteVideoAssistant(transport, { resolvePlace: addressOf });
  // Only pages may ask that the storage is not given to others; some browsers then ask people.
  if (hubModel !== undefined) void navigator.storage?.persist?.().catch(() => {});
  await assistant.open(sent, { signal, onEvent: onDownload });
  return assistant;
}

/** What is relative counts from the page, not from the worker's script. */
function addressOf(place: string | URL): string {
  return new URL(place, globalThis.document?.baseURI ?? location.href).href;
}

function startWorker(): Worker {
  return new Worker(new URL('./assistant-worker.browser.ts', import.meta.url), { type: 'module' });
}
