import type { JsonObject } from '@slowfast/model-files';
import { ModelUnsupportedError } from '@slowfast/spec';
import type { CheckpointArchitecture } from './architecture.ts';
import { ConfigSection } from './config-section.ts';
import { readTextArchitecture } from './read-text-architecture.ts';
import { type FeatureDefaults, readVisionArchitecture } from './read-vision-architecture.ts';

/** The classes that can be converted, and what they take of the vision tower where a configuration says nothing. */
const featureDefaults: Readonly<Record<string, FeatureDefaults>> = {
  LlavaForConditionalGeneration: { layer: -2, strategy: 'default' },
  LlavaNextForConditionalGeneration: { layer: -2, strategy: 'default' },
  LlavaOnevisionForConditionalGeneration: { layer: -1, strategy: 'full' },
};

/**
 * What a `config.json` says that a checkpoint is made of.
 *
 * @param place the file, for people.
 * @throws ModelUnsupportedError when it is of a class, or has a part, that can't be converted; it names it.
 * @throws ModelInvalidError when a size is none.
 */
export function readArchitecture(config: JsonObject, place: string): CheckpointArchitecture {
  const named = Array.isArray(config.architectures) ? config.architectures[0] : undefined;
  const name = String(named ?? config.model_type ?? 'a model of unknown kind');
  const absent = Object.hasOwn(featureDefaults, name) ? featureDefaults[name] : undefined;
  if (!absent) {
    const expected = `one of ${Object.keys(featureDefaults).join(', ')}`;
    throw new ModelUnsupportedError({ place, found: name, expected });
  }
  const whole = new ConfigSection(place, config);
  const vision = readVisionArchitecture(whole, absent);
  const text = readTextArchitecture(whole);
  const projector = {
    inputSize: vision.hiddenSize,
    outputSize: text.hiddenSize,
    activation: whole.choice('projector_hidden_act', ['gelu'], 'gelu'),
    hasBias: whole.flag('multimodal_projector_bias', true),
  } as const;
  return { name, vision, projector, text };
}
