import type { ModelChoice } from '../../state/settings.ts';

/** How people call a model that they chose. */
export function modelName(model: ModelChoice): string {
  switch (model.kind) {
    case 'embedded':
      return 'the embedded one';
    case 'files':
      return model.name;
    case 'hub':
      return model.name;
    case 'address':
      return model.url;
    default:
      return model satisfies never;
  }
}
