import type { WeightForm } from '@slowfast/onnx-format';
import type { JsonObject } from './json.ts';
import { configuredDtype, type ModelComponent, type ModelDtype, modelDtypes } from './model-dtype.ts';

/** Parts of a checkpoint that compute products. */
type ComputingComponent = Exclude<ModelComponent, 'embed_tokens'>;

/** How long a runtime takes for products by the form of their weights, as a multiple of what it takes in float32. Plain data. */
export interface FormTimes {
  /** Where the figures are from: runtime, machine, date. */
  readonly source: string;
  readonly times: Readonly<Record<ComputingComponent, Readonly<Record<WeightForm, number>>>>;
}

/** The time of a part in a precision, as a multiple of that in float32. */
export type TimeOf = (component: ModelComponent, dtype: ModelDtype) => number;

/** The precisions in which each part of a checkpoint is there. */
export type DtypesThere = Readonly<Partial<Record<ModelComponent, readonly ModelDtype[]>>>;

/** A part that takes so many times as long as in float32 is slow. */
const slowTime = 1.5;

/** The form that the name of a precision promises. */
const promisedForms: Readonly<Record<ModelDtype, WeightForm>> = {
  fp32: 'float32',
  fp16: 'float16',
  q8: 'int8',
  int8: 'int8',
  uint8: 'uint8',
  q4: 'blocks4',
  q4f16: 'blocks4',
  bnb4: 'blocks4',
  q2: 'blocks4',
  q2f16: 'blocks4',
  q1: 'blocks4',
  q1f16: 'blocks4',
};

/** The time of a part by the name of its precision, where its graph is not known. Looking tokens up takes none. */
export function promisedTime({ times }: FormTimes): TimeOf {
  return (component, dtype) => (component === 'embed_tokens' ? 0 : times[component][promisedForms[dtype]]);
}

/** Whether a precision is much slower than float32 on the runtime that the times are of, by its name. */
export function isSlowDtype(formTimes: FormTimes, component: ModelComponent, dtype: ModelDtype): boolean {
  return promisedTime(formTimes)(component, dtype) > slowTime;
}

/**
 * The precisions that are taken where nobody names any and it is known what is fast: each part keeps what the checkpoint
 * recommends, unless that takes more than 1.5 times as long as float32 and another takes less. A part without recommendation takes the
 * fastest, the most exact of equal ones; the look-up of tokens takes what the decoder graph has. Pure.
 */
export function fastDtypes(
  there: DtypesThere,
  config: JsonObject,
  timeOf: TimeOf,
): Partial<Record<ModelComponent, ModelDtype>> {
  const chosen: Partial<Record<ModelComponent, ModelDtype>> = {};
  // The look-up follows the decoder graph.
  for (const component of ['vision_encoder', 'decoder_model_merged', 'embed_tokens'] as const) {
    const available = modelDtypes.filter((dtype) => there[component]?.includes(dtype));
    const recommended = available.find((dtype) => dtype === configuredDtype(config, component));
    const asDecoderGraph = available.find(
      (dtype) => component === 'embed_tokens' && dtype === chosen.decoder_model_merged,
    );
    const candidates = [recommended, asDecoderGraph, ...available].filter((dtype) => dtype !== undefined);
    const time = (dtype: ModelDtype) => timeOf(component, dtype);
    // The first of equal ones.
    const [fastest] = candidates.toSorted((a, b) => time(a) - time(b));
    const dtype = recommended && time(recommended) <= slowTime ? recommended : fastest;
    if (dtype) chosen[component] = dtype;
  }
  return chosen;
}
