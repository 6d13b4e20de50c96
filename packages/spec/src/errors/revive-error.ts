import { joinMessageParts, type MessagePart } from './message-parts.ts';
import { builtInErrors, type SerializedError } from './serialized-error.ts';
import type { SettingSpelling } from './setting-spelling.ts';
import { SlowFastError } from './slowfast-error.ts';

/** A {@link SlowFastError} from elsewhere, of whatever class it was. */
class RevivedError extends SlowFastError {
  readonly #messageParts: readonly MessagePart[] | undefined;

  constructor({ code = '', message, facts = {}, isUsage = false, messageParts }: SerializedError) {
    super(code, message, facts, { isUsage });
    this.#messageParts = messageParts;
  }

  override messageIn(spell: SettingSpelling): string {
    return this.#messageParts ? joinMessageParts(this.#messageParts, spell) : this.message;
  }
}

/**
 * What {@link serializeError} was given: an error with the same code, facts, name, message, stack and causes, which is an instance of the
 * class that has the code; an error of the language with the same class; or a value that was thrown and is no error.
 */
export function reviveError(serialized: SerializedError): unknown {
  if (serialized.thrown !== undefined) return serialized.thrown;
  const error = bare(serialized);
  const { name, stack, cause, errors, properties = {} } = serialized;
  const hidden = (key: string, value: unknown) =>
    Object.defineProperty(error, key, { value, writable: true, enumerable: false, configurable: true });
  if (error.name !== name) hidden('name', name);
  if (stack !== undefined) hidden('stack', stack);
  if (cause) hidden('cause', reviveError(cause));
  if (errors) hidden('errors', errors.map(reviveError));
  for (const [key, value] of Object.entries(properties)) {
    Object.defineProperty(error, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return error;
}

/** An error of the right class with nothing but its message. */
function bare(serialized: SerializedError): Error {
  const { name, message, code, builtIn } = serialized;
  if (code !== undefined) {
    // Consoles show the name of the class beside that of the error, where they differ.
    const classes = { [name]: class extends RevivedError {} };
    return new classes[name]!(serialized);
  }
  if (builtIn === undefined) return new Error(message);
  if (builtIn === 'DOMException') return new DOMException(message, name);
  if (builtIn === 'AggregateError') return new AggregateError([], message);
  const ErrorClass = builtInErrors[builtIn] as new (message: string) => Error;
  return new ErrorClass(message);
}
