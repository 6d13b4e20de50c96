import { type ModelDtypeChoice, modelComponents } from '@slowfast/model-files';

/** A choice of precision as `parseDtypeChoice` reads it; empty for none. */
export function formatDtypeChoice(choice: ModelDtypeChoice | undefined): string {
  if (choice === undefined || typeof choice === 'string') return choice ?? '';
  return modelComponents
    .filter((component) => choice[component] !== undefined)
    .map((component) => `${component}=${choice[component]}`)
    .join(',');
}
