import { type MessagePart, messagePartsOf } from './message-parts.ts';
import { boundedText, member, type PlainData, plainData } from './plain-data.ts';
import { isMarked } from './slowfast-error-mark.ts';

/** Names of the classes of the language whose errors come back as objects of the same class. */
export type BuiltInErrorName =
  | 'AggregateError'
  | 'DOMException'
  | 'EvalError'
  | 'RangeError'
  | 'ReferenceError'
  | 'SyntaxError'
  | 'TypeError'
  | 'URIError';

/** The classes by their names. */
export const builtInErrors: Readonly<Record<BuiltInErrorName, abstract new (...args: never) => Error>> = {
  AggregateError,
  DOMException,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

/** Whatever was thrown, as plain data: for a message between threads or a line of JSON. */
export interface SerializedError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  /** Of an error of the language; absent for `Error` itself. */
  readonly builtIn?: BuiltInErrorName | undefined;
  /** This and the next three of a `SlowFastError`. */
  readonly code?: string | undefined;
  readonly facts?: object | undefined;
  readonly isUsage?: boolean | undefined;
  /** The message in pieces, where it names settings. */
  readonly messageParts?: readonly MessagePart[] | undefined;
  /** Texts, numbers and booleans that the error has besides, e.g. `code` and `path` of one of Node's. */
  readonly properties?: Readonly<Record<string, PlainData>> | undefined;
  readonly cause?: SerializedError | undefined;
  /** Of an `AggregateError`. */
  readonly errors?: readonly SerializedError[] | undefined;
  /** What was thrown, where it is no error. */
  readonly thrown?: PlainData | undefined;
}

/** Most errors of one serialised, with their causes and theirs. */
const mostErrors = 100;

/**
 * Makes plain data of any thrown value, with its causes; {@link reviveError} is its inverse. It is bounded: the first 100 errors, texts of
 * 30,000 characters; of causes that go in a circle each once.
 */
export function serializeError(error: unknown): SerializedError {
  return serialize(error, [], { left: mostErrors });
}

function serialize(error: unknown, ancestors: readonly unknown[], errors: { left: number }): SerializedError {
  errors.left -= 1;
  if (!isError(error)) return { name: 'Error', message: textOf(error), thrown: plainData(error) };
  const within = [...ancestors, error];
  const inner = (value: unknown) => serialize(value, within, errors);
  const isNew = (value: unknown) => value !== undefined && errors.left > 0 && !within.includes(value);
  const stack = member(error, 'stack');
  const builtIn = builtInName(error);
  const cause = member(error, 'cause');
  const parts = member(error, 'errors');
  return {
    name: textOf(member(error, 'name')),
    message: textOf(member(error, 'message')),
    ...(typeof stack === 'string' && { stack: boundedText(stack) }),
    ...(builtIn && { builtIn }),
    ...(isMarked(error) && slowFastMembers(error)),
    ...otherProperties(error),
    ...(isNew(cause) && { cause: inner(cause) }),
    ...(Array.isArray(parts) && { errors: parts.flatMap((part) => (isNew(part) ? [inner(part)] : [])) }),
  };
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

function builtInName(error: Error): BuiltInErrorName | undefined {
  const names = Object.keys(builtInErrors) as BuiltInErrorName[];
  return names.find((name) => error instanceof builtInErrors[name]);
}

function slowFastMembers(error: Error & { code: string; facts: object; isUsage: boolean }) {
  const { code, facts, isUsage } = error;
  const { messageIn } = error as { messageIn?: unknown };
  const messageParts =
    typeof messageIn === 'function' ? partsOrNone((spell) => messageIn.call(error, spell)) : undefined;
  return { code, facts: plainData(facts) as object, isUsage, ...(messageParts && { messageParts }) };
}

function partsOrNone(messageIn: Parameters<typeof messagePartsOf>[0]): readonly MessagePart[] | undefined {
  try {
    return messagePartsOf(messageIn);
  } catch {
    return undefined;
  }
}

const told = new Set(['name', 'message', 'stack', 'cause', 'errors']);
const toldOfSlowFast = new Set(['code', 'facts', 'isUsage']);

function otherProperties(error: Error): Pick<SerializedError, 'properties'> {
  const isTold = (key: string) => told.has(key) || (isMarked(error) && toldOfSlowFast.has(key));
  const properties = Object.keys(error)
    .filter((key) => !isTold(key))
    .map((key) => [key, member(error, key)] as const)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .slice(0, 100)
    .map(([key, value]) => [key, plainData(value)!] as const);
  return properties.length === 0 ? {} : { properties: Object.fromEntries(properties) };
}

function textOf(value: unknown): string {
  try {
    return boundedText(String(value));
  } catch {
    return 'a value that has no text';
  }
}
