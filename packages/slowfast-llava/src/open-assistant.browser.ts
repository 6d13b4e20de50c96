import type { HubProgress } from '@slowfast/hub-client';
import { remoteVideoAssistant } from '@slowfast/pipeline';
import type { VideoAssistant } from '@slowfast/spec';
import { webWorkerTransport } from '@slowfast/worker-calls';
import type { AssistantOptions, SentAssistantOptions } from './assistant-options.ts';
import { checkAssistantOptions, checkPageOptions } from './option-names.ts';
import { sendableModel } from './sendable-model.ts';

/** What a web worker is opened with. */
export interface OpeningInPage {
  readonly options: SentAssistantOptions;
  /** A model that was given as text: whether it is a name or an address the worker finds out, so that this script is small. */
  readonly modelText?: { readonly text: string; readonly base: string } | undefined;
}

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
  const sent: OpeningInPage =
    typeof model === 'string'
      ? { options: rest, modelText: { text: model, base: baseAddress() } }
      : { options: { ...rest, model: sendableModel(model, addressOf) } };
  const transport = webWorkerTransport(start() as Worker);
  const assistant = remoteVideoAssistant(transport, { resolvePlace: addressOf });
  await assistant.open(sent, { signal, onEvent: keepingStorage(onDownload) });
  return assistant;
}

/** Only pages may ask that the storage of models is not given to others; some browsers then ask people. */
function keepingStorage(onDownload: AssistantOptions['onDownload']): (progress: HubProgress) => void {
  let isAsked = false;
  return (progress) => {
    if (!isAsked) void navigator.storage?.persist?.().catch(() => {});
    isAsked = true;
    onDownload?.(progress);
  };
}

/** What is relative counts from the page, not from the worker's script. */
function addressOf(place: string | URL): string {
  return new URL(place, baseAddress()).href;
}

function baseAddress(): string {
  return globalThis.document?.baseURI ?? location.href;
}

function startWorker(): Worker {
  return new Worker(new URL('./assistant-worker.browser.ts', import.meta.url), { type: 'module' });
}
