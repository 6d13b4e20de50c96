import type { VideoAssistant } from '@slowfast/spec';
import type { AssistantChoice } from './settings.ts';

/** Starts the assistant's worker; the script that talks to it is fetched when it is first needed. */
export async function openChosenAssistant(choice: AssistantChoice): Promise<VideoAssistant> {
  const { model, device, backend } = choice;
  const { openAssistant } = await import('slowfast-llava');
  return openAssistant({
    worker: () =>
      new Worker(new URL('../assistant/assistant-worker.ts', import.meta.url), { type: 'module' }),
    ...(model.kind === 'files' && { model: model.files }),
    ...(model.kind === 'address' && { model: model.url }),
    // It was downloaded before: opening it asks nobody.
    ...(model.kind === 'hub' && {
      model: model.reference,
      dtype: model.dtype,
      hub: { offline: true },
    }),
    device,
    backend,
  });
}
