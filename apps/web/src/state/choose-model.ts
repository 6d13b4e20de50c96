import { batch } from '@preact/signals';
import type { ModelChoice, Settings } from './settings.ts';

/** Another model, with the reduction that it has of its own. */
export function chooseModel(settings: Settings, model: ModelChoice): void {
  batch(() => {
    settings.model.value = model;
    settings.resetReduction();
  });
}
