import { type ImageFit, ModelInvalidError } from '@slowfast/spec';
import { isJsonObject, type JsonObject } from './json.ts';
import type { ModelDefaults } from './model-description.ts';

const fits: readonly unknown[] = ['resize', 'pad', 'crop', 'processor'] satisfies ImageFit[];

/**
 * The recommendations under `slowfast` of `config.json`.
 *
 * @throws ModelInvalidError when one of them is not of its kind.
 */
export function readModelDefaults(
  place: string,
  config: JsonObject,
  generationConfig: JsonObject | undefined,
): ModelDefaults {
  const longestAnswer = generationConfig?.max_new_tokens;
  const general = isCount(longestAnswer) ? { maxAnswerTokens: longestAnswer } : {};
  const found = config.slowfast;
  if (found === undefined) return general;
  if (!isJsonObject(found)) throw invalid(place, 'slowfast', found, 'an object');
  const instructions = optional(place, found, 'instructions', 'an object of texts', isTexts);
  return {
    ...general,
    ...optionalMember(place, found, 'frames', 'a whole number above 0', isCount),
    ...optionalMember(place, found, 'aggregation', 'a text', isText),
    ...optionalMember(place, found, 'fit', 'one of resize, pad, crop, processor', isFit),
    ...optionalMember(place, found, 'maxAnswerTokens', 'a whole number above 0', isCount),
    ...(instructions === undefined ? {} : { instructions }),
    ...optionalMember(place, found, 'booleanQuestions', 'plain or options', isBooleanForm),
    ...optionalMember(place, found, 'knows', 'a text', isText),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isFit = (value: unknown): value is ImageFit => fits.includes(value);
const isBooleanForm = (value: unknown): value is 'plain' | 'options' =>
  value === 'plain' || value === 'options';
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;
const isTexts = (value: unknown): value is Record<string, string> =>
  isJsonObject(value) && Object.values(value).every(isText);

function optional<T>(
  place: string,
  from: JsonObject,
  name: string,
  expected: string,
  is: (value: unknown) => value is T,
): T | undefined {
  const value = from[name];
  if (value === undefined || is(value)) return value;
  throw invalid(place, `slowfast.${name}`, value, expected);
}

function optionalMember<Name extends string, T>(
  place: string,
  from: JsonObject,
  name: Name,
  expected: string,
  is: (value: unknown) => value is T,
): Partial<Record<Name, T>> {
  const value = optional(place, from, name, expected, is);
  return value === undefined ? {} : ({ [name]: value } as Partial<Record<Name, T>>);
}

function invalid(place: string, name: string, value: unknown, expected: string): ModelInvalidError {
  const found = `${name} ${JSON.stringify(value)}`;
  return new ModelInvalidError({ place: `${place}/config.json`, found, expected });
}
