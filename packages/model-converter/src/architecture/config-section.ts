import { isJsonObject, type JsonObject } from '@slowfast/model-files';
import { ModelInvalidError, ModelUnsupportedError } from '@slowfast/spec';

const largestSize = 2 ** 31 - 1;

/** More layers than any model has; a configuration that lies must not make a list of billions of tensors. */
export const mostLayers = 1000;

/** A part of `config.json`, read with checks; what is left out has the default that transformers gives it. */
export class ConfigSection {
  readonly #place: string;
  readonly #path: string;
  readonly #values: JsonObject;

  /**
   * @param place the file, for people.
   * @param path names of the members that lead to the part, joined by dots; empty for the whole.
   */
  constructor(place: string, values: JsonObject, path = '') {
    this.#place = place;
    this.#path = path;
    this.#values = values;
  }

  /** A part within this one, which must be there. */
  section(name: string): ConfigSection {
    const value = this.#values[name];
    if (isJsonObject(value)) return new ConfigSection(this.#place, value, this.#pathOf(name));
    throw this.#invalid(name, 'an object');
  }

  /** A part within this one, or undefined when there is none. */
  optionalSection(name: string): ConfigSection | undefined {
    return this.#values[name] === undefined || this.#values[name] === null ? undefined : this.section(name);
  }

  /** The value as it stands. */
  raw(name: string): unknown {
    return this.#values[name];
  }

  /** A whole number above zero, as sizes and counts are. */
  size(name: string, absent: number, most = largestSize): number {
    const value = this.#values[name] ?? absent;
    if (Number.isInteger(value) && (value as number) > 0 && (value as number) <= most) return value as number;
    throw this.#invalid(name, `a whole number from 1 to ${most}`);
  }

  /** A number above zero. */
  positive(name: string, absent: number): number {
    const value = this.#values[name] ?? absent;
    if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value;
    throw this.#invalid(name, 'a number above zero');
  }

  /** A whole number. */
  integer(name: string, absent: number): number {
    const value = this.#values[name] ?? absent;
    if (Number.isInteger(value)) return value as number;
    throw this.#invalid(name, 'a whole number');
  }

  flag(name: string, absent: boolean): boolean {
    const value = this.#values[name] ?? absent;
    if (typeof value === 'boolean') return value;
    throw this.#invalid(name, 'true or false');
  }

  /**
   * One of some texts.
   *
   * @throws ModelUnsupportedError when it is another: it may be right, but nothing here knows it.
   */
  choice<Choice extends string>(name: string, known: readonly Choice[], absent?: Choice): Choice {
    const value = this.#values[name] ?? absent;
    const found = known.find((candidate) => candidate === value);
    return found ?? this.unsupported(name, `one of ${known.join(', ')}`);
  }

  /** @throws ModelUnsupportedError that names a member. */
  unsupported(name: string, expected: string): never {
    const found = `${this.#pathOf(name)} ${JSON.stringify(this.#values[name])}`;
    throw new ModelUnsupportedError({ place: this.#place, found, expected });
  }

  #pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  #invalid(name: string, expected: string): ModelInvalidError {
    const found = `${this.#pathOf(name)} ${JSON.stringify(this.#values[name])}`;
    return new ModelInvalidError({ place: this.#place, found, expected });
  }
}
