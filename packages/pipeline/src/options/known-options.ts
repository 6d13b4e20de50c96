import { InvalidSettingError, UnknownOptionError } from '@slowfast/spec';
import { closestMatch } from 'leven';

/** The names of all options of a type: a list that misses one, or has another, does not compile. */
export type OptionNames<Options extends object> = { readonly [Name in keyof Required<Options>]: true };

/**
 * Refuses options that there are not, which a typing mistake makes and which would silently do nothing.
 *
 * @param of what takes the options, for the message.
 * @throws UnknownOptionError, with the nearest name where one is near; InvalidSettingError when it is no object.
 */
export function assertKnownOptions<Options extends object>(
  of: string,
  options: Options | undefined,
  names: OptionNames<Options>,
): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    const found = JSON.stringify(options) ?? String(options);
    throw new InvalidSettingError({ setting: `The options of ${of}`, found, expected: 'an object' });
  }
  const known = Object.keys(names);
  const found = Object.keys(options).find((name) => !known.includes(name));
  if (found === undefined) return;
  const nearest = nearestName(found, known);
  throw new UnknownOptionError({ of, found, known, ...(nearest !== undefined && { nearest }) });
}

/** The name that was probably meant: one that few letters tell apart, else one that begins alike. */
function nearestName(found: string, known: readonly string[]): string | undefined {
  const plain = (name: string) => name.replace(/[-_]/g, '').toLowerCase();
  const names = new Map(known.map((name) => [plain(name), name]));
  const wanted = plain(found);
  // Two letters that changed places count as two.
  const maxDistance = wanted.length < 4 ? 1 : Math.max(2, Math.floor(wanted.length / 3));
  const beginsAlike = (name: string) =>
    wanted.length > 2 && (name.startsWith(wanted) || wanted.startsWith(name));
  const near =
    closestMatch(wanted, [...names.keys()], { maxDistance }) ?? [...names.keys()].find(beginsAlike);
  return near === undefined ? undefined : names.get(near);
}
