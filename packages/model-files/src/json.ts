import { ModelInvalidError } from '@slowfast/spec';
import type { ModelFileStore } from './model-file-store.ts';

/** An object as it stands in a JSON file: nothing about its members is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

const mostJsonBytes = 256 * 1024 * 1024;

/** Whether a value of a JSON file is an object, not a list and not null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member at the end of a path of names, or undefined as soon as one is missing. */
export function jsonAt(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((inner, name) => (isJsonObject(inner) ? inner[name] : undefined), value);
}

/** The first of these values that is a finite number above zero. */
export function firstPositiveNumber(...values: readonly unknown[]): number | undefined {
  return values.find((value): value is number => typeof value === 'number' && value > 0 && value < Infinity);
}

/** Text of a file, or undefined when there is none. */
export async function readText(store: ModelFileStore, path: string): Promise<string | undefined> {
  const size = await store.size(path);
  if (size === undefined) return undefined;
  if (size > mostJsonBytes) {
    const facts = { found: `${size} bytes`, expected: `at most ${mostJsonBytes} bytes` };
    throw new ModelInvalidError({ place: `${store.place}/${path}`, ...facts });
  }
  await using file = await store.open(path);
  return new TextDecoder().decode(await file.read(0, size));
}

/** The object in a JSON file, or undefined when there is no file. */
export async function readJson(store: ModelFileStore, path: string): Promise<JsonObject | undefined> {
  const text = await readText(store, path);
  return text === undefined ? undefined : parseJson(`${store.place}/${path}`, text);
}

/**
 * The object in a text.
 *
 * @throws ModelInvalidError when it is no JSON, or JSON of another kind.
 */
export function parseJson(place: string, text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new ModelInvalidError(
      { place, found: (cause as Error).message, expected: 'valid JSON' },
      { cause },
    );
  }
  if (!isJsonObject(value))
    throw new ModelInvalidError({ place, found: 'JSON of another kind', expected: 'a JSON object' });
  return value;
}

/** Class name of a checkpoint's architecture, else its model type. */
export function architectureName(config: JsonObject): string {
  const named = Array.isArray(config.architectures) ? config.architectures[0] : undefined;
  return String(named ?? config.model_type ?? 'a model of unknown kind');
}
