const marker = Symbol.for('slowfast.error');

/**
 * Spells a setting, by its name among the options, as whoever reads a message can give it: `budgetTokens: 3500` in code,
 * `--budget 3500` on a command line. Without a value the name alone.
 */
export type SettingSpelling = (setting: string, value?: string | number) => string;

/** Spells settings as members of options. */
export const spellOption: SettingSpelling = (setting, value) =>
  value === undefined ? setting : `${setting}: ${value}`;

/**
 * Base of every error that these packages throw on purpose. `code` is stable across versions, `facts` holds what was
 * found and expected as data, and the message says both and what to do.
 */
export abstract class SlowFastError<Facts extends object = object> extends Error {
  /** Stable identifier in kebab-case. */
  readonly code: string;
  readonly facts: Readonly<Facts>;
  /** Whether the caller's flags or settings are wrong (a command exits with 2), rather than the input or the machine. */
  readonly isUsage: boolean;

  /** The message with settings spelled in another way; the message as it is where it names none. */
  messageIn(_spell: SettingSpelling): string {
    return this.message;
  }

  constructor(
    code: string,
    message: string,
    facts: Facts,
    options: ErrorOptions & { readonly isUsage: boolean },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.facts = facts;
    this.isUsage = options.isUsage;
    Object.defineProperty(this, marker, { value: true });
  }

  /** What `JSON.stringify` writes: of an `Error` it would leave the message out. */
  toJSON(): { readonly code: string; readonly message: string; readonly facts: Readonly<Facts> } {
    const { code, message, facts } = this;
    return { code, message, facts };
  }
}

/** Whether a thrown value is one of these packages' errors; also true across copies of the package. */
export function isSlowFastError(error: unknown): error is SlowFastError {
  return typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[marker] === true;
}
