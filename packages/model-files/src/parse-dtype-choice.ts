import { checkDtype, type ModelDtypeChoice } from './model-dtype.ts';
import { parsePartChoice } from './part-choice.ts';

/**
 * Reads a choice of precision as people write it: one for all parts, `q4`, or one for some, separated by commas:
 * `vision_encoder=fp16,decoder_model_merged=q4`.
 *
 * @throws InvalidSettingError when it is neither.
 */
export function parseDtypeChoice(text: string): ModelDtypeChoice {
  return parsePartChoice(text, { setting: 'dtype', noun: 'a precision', example: 'q4', check: checkDtype });
}
