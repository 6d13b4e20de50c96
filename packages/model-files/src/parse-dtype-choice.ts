import { InvalidSettingError } from '@slowfast/spec';
import {
  checkDtype,
  type ModelComponent,
  type ModelDtype,
  type ModelDtypeChoice,
  modelComponents,
} from './model-dtype.ts';

/**
 * Reads a choice of precision as people write it: one for all parts, `q4`, or one for some, separated by commas:
 * `vision_encoder=fp16,decoder_model_merged=q4`.
 *
 * @throws InvalidSettingError when it is neither.
 */
export function parseDtypeChoice(text: string): ModelDtypeChoice {
  if (!text.includes('=')) return checkDtype(text.trim());
  const choice: Partial<Record<ModelComponent, ModelDtype>> = {};
  for (const pair of text.split(',')) {
    const [name, dtype = '', ...rest] = pair.split('=').map((part) => part.trim());
    const component = modelComponents.find((known) => known === name);
    if (!component || rest.length > 0 || choice[component] !== undefined) throw invalid(text);
    choice[component] = checkDtype(dtype);
  }
  return choice;
}

function invalid(text: string): InvalidSettingError {
  return new InvalidSettingError({
    setting: 'dtype',
    found: JSON.stringify(text),
    expected: `a precision such as q4, or one for each part, such as ${modelComponents.map((part) => `${part}=q4`).join(',')}`,
  });
}
