import { type SerializedError, serializeError } from './serialized-error.ts';
import type { SettingSpelling } from './setting-spelling.ts';
import { isMarked, slowFastErrorMark } from './slowfast-error-mark.ts';

/**
 * Base of every error that these packages throw on purpose. `code` is stable across versions, `facts` holds what was
 * found and expected as plain data, and the message says both and what to do.
 *
 * A class tells its code as `static readonly code`, too. By it `instanceof` knows an error of the class from another thread or another copy
 * of the package, which is no object of the same class any more. A class of your own has a code with a name of yours before a slash,
 * `acme/quota-exceeded`.
 */
export abstract class SlowFastError<
  Facts extends object = object,
  Code extends string = string,
> extends Error {
  /** Stable identifier in kebab-case. */
  readonly code: Code;
  readonly facts: Readonly<Facts>;
  /** Whether the caller's flags or settings are wrong (a command exits with 2), rather than the input or the machine. */
  readonly isUsage: boolean;

  constructor(
    code: Code,
    message: string,
    facts: Facts,
    options: ErrorOptions & { readonly isUsage: boolean },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.facts = facts;
    this.isUsage = options.isUsage;
    Object.defineProperty(this, slowFastErrorMark, { value: true });
  }

  /** The message with settings spelled in another way; the message as it is where it names none. */
  messageIn(_spell: SettingSpelling): string {
    return this.message;
  }

  /** What `JSON.stringify` writes, and `reviveError` makes an error of again: of an `Error` it would leave nearly all out. */
  toJSON(): SerializedError {
    return serializeError(this);
  }

  /** Whether a value was made by the class, or has its code. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: classes that inherit this ask for themselves
    return isInstanceOf(this, value);
  }
}

function isInstanceOf(ErrorClass: object & { readonly code?: unknown }, value: unknown): boolean {
  if (!isMarked(value)) return false;
  if (ErrorClass === SlowFastError || Function.prototype[Symbol.hasInstance].call(ErrorClass, value))
    return true;
  return Object.hasOwn(ErrorClass, 'code') && ErrorClass.code === value.code;
}
