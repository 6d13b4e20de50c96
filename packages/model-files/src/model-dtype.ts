import { InvalidSettingError } from '@slowfast/spec';
import { type JsonObject, jsonAt } from './json.ts';

/**
 * File name endings of the precisions, in the order in which they are looked for: most exact first. They are those of
 * transformers.js (https://github.com/huggingface/transformers.js/blob/main/packages/transformers/src/utils/dtypes.js).
 */
const suffixes = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
  q2: '_q2',
  q2f16: '_q2f16',
  q1: '_q1',
  q1f16: '_q1f16',
} as const;

/** A precision in which the weights of a component may be there. */
export type ModelDtype = keyof typeof suffixes;

/** All precisions, most exact first. */
export const modelDtypes = Object.keys(suffixes) as readonly ModelDtype[];

/** The parts of a checkpoint that are ONNX files of their own, in the order in which they are needed. */
export const modelComponents = ['vision_encoder', 'embed_tokens', 'decoder_model_merged'] as const;

/** A part of a checkpoint that is an ONNX file of its own. */
export type ModelComponent = (typeof modelComponents)[number];

/** A precision for all components, or for some of them. */
export type ModelDtypeChoice = ModelDtype | Readonly<Partial<Record<ModelComponent, ModelDtype>>>;

/** The precision that a choice names for a component, if it does. */
export function chosenDtype(
  choice: ModelDtypeChoice | undefined,
  component: ModelComponent,
): ModelDtype | undefined {
  return typeof choice === 'object' ? choice[component] : choice;
}

/** The path of a component in one precision. */
export function onnxPath(component: ModelComponent, dtype: ModelDtype): string {
  return `onnx/${component}${suffixes[dtype]}.onnx`;
}

/** The precision that the checkpoint's authors chose for a component, if they did. */
export function configuredDtype(config: JsonObject, component: ModelComponent): ModelDtype | undefined {
  const dtype = jsonAt(config, 'transformers.js_config', 'dtype');
  const wanted = typeof dtype === 'string' ? dtype : jsonAt(dtype, component);
  return modelDtypes.find((known) => known === wanted);
}

/** @throws InvalidSettingError when it is no precision. */
export function checkDtype(dtype: string): ModelDtype {
  const known = modelDtypes.find((candidate) => candidate === dtype);
  if (known) return known;
  throw new InvalidSettingError({
    setting: 'dtype',
    found: JSON.stringify(dtype),
    expected: `one of ${modelDtypes.join(', ')}`,
  });
}
