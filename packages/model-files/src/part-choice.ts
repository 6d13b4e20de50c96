import { InvalidSettingError } from '@slowfast/spec';
import { type ModelComponent, modelComponents } from './model-dtype.ts';

/** One value for all parts of a checkpoint, or values for some of them. */
export type PartChoice<Value extends string> = Value | Readonly<Partial<Record<ModelComponent, Value>>>;

/** How the values of a choice are read. */
export interface PartChoiceReader<Value extends string> {
  /** Name of the setting, for messages. */
  readonly setting: string;
  /** What a value is called, with an article, and one of them. */
  readonly noun: string;
  readonly example: Value;
  /** @throws InvalidSettingError when it is no such value. */
  readonly check: (text: string) => Value;
}

/** The value that a choice names for a part, if it does. */
export function chosenForPart<Value extends string>(
  choice: PartChoice<Value> | undefined,
  component: ModelComponent,
): Value | undefined {
  return typeof choice === 'object' ? choice[component] : choice;
}

/**
 * Reads a choice as people write it: one value for all parts, `q4`, or one for some, separated by commas:
 * `vision_encoder=fp16,decoder_model_merged=q4`.
 *
 * @throws InvalidSettingError when it is neither.
 */
export function parsePartChoice<Value extends string>(
  text: string,
  reader: PartChoiceReader<Value>,
): PartChoice<Value> {
  if (!text.includes('=')) return reader.check(text.trim());
  const choice: Partial<Record<ModelComponent, Value>> = {};
  for (const pair of text.split(',')) {
    const [name, value = '', ...rest] = pair.split('=').map((part) => part.trim());
    const component = modelComponents.find((known) => known === name);
    if (!component || rest.length > 0 || choice[component] !== undefined) throw invalid(text, reader);
    choice[component] = reader.check(value);
  }
  return choice;
}

/**
 * Looks at a choice that was not read from a text.
 *
 * @throws InvalidSettingError for a value that there is not, or a part that a checkpoint doesn't have.
 */
export function checkPartChoice<Value extends string>(
  choice: PartChoice<string>,
  reader: PartChoiceReader<Value>,
): PartChoice<Value> {
  if (typeof choice !== 'object' || choice === null) return reader.check(choice);
  const checked: Partial<Record<ModelComponent, Value>> = {};
  for (const [name, value] of Object.entries(choice)) {
    const component = modelComponents.find((known) => known === name);
    if (!component) throw invalid(JSON.stringify(choice), reader);
    if (value !== undefined) checked[component] = reader.check(value);
  }
  return checked;
}

function invalid<Value extends string>(
  text: string,
  { setting, noun, example }: PartChoiceReader<Value>,
): InvalidSettingError {
  return new InvalidSettingError({
    setting,
    found: text.startsWith('{') ? text : JSON.stringify(text),
    expected: `${noun} such as ${example}, or one for each part, such as ${modelComponents.map((part) => `${part}=${example}`).join(',')}`,
  });
}
