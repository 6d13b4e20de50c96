import type { VideoAssistant } from '@slowfast/spec';
import type { AssistantOptions } from 'slowfast-llava';
import type { AssistantChoice, ModelChoice } from './settings.ts';

/** Starts the assistant's worker; the script that talks to it is fetched when it is first needed. */
export async function openChosenAssistant(choice: AssistantChoice): Promise<VideoAssistant> {
  const { model, device, backend } = choice;
  const { openAssistant } = await import('slowfast-llava');
  return openAssistant({
    worker: () =>
      new Worker(new URL('../assistant/assistant-worker.ts', import.meta.url), { type: 'module' }),
    ...modelOptions(model),
    device,
    backend,
  });
}

function modelOptions(model: ModelChoice): Pick<AssistantOptions, 'model' | 'dtype' | 'hub'> {
  switch (model.kind) {
    case 'embedded':
      return {};
    case 'files':
      return { model: model.files };
    case 'address':
      return { model: model.url };
    case 'hub':
      // It was downloaded before: opening it asks nobody.
      return { model: model.reference, dtype: model.dtype, hub: { offline: true } };
    default:
      return model satisfies never;
  }
}
