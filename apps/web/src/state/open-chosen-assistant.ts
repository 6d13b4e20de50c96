import type { VideoAssistant } from '@slowfast/spec';
import type { AssistantChoice } from './settings.ts';

/** Starts the assistant's worker; the script that talks to it is fetched when it is first needed. */
export async function openChosenAssistant({
  model,
  device,
  backend,
}: AssistantChoice): Promise<VideoAssistant> {
  const { openAssistant } = await import('slowfast-llava');
  return openAssistant({
    ...(model.kind === 'files' && { model: model.files }),
    ...(model.kind === 'address' && { model: model.url }),
    device,
    backend,
    worker: () =>
      new Worker(new URL('../assistant/assistant-worker.ts', import.meta.url), { type: 'module' }),
  });
}
