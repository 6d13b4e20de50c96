import type * as exported from './index.ts';

/**
 * Codes of errors that are not these packages' own: the name of whoever throws them, a slash, and what went wrong. The slash is what keeps
 * them apart, for people and for the compiler.
 */
export type ForeignErrorCode = `${string}/${string}`;

type ErrorsByName = {
  readonly [Name in keyof typeof exported]: (typeof exported)[Name] extends {
    readonly code: string;
    new (...args: never): infer ThisError;
  }
    ? ThisError
    : never;
};

/** Every error of these packages, told apart by `code`. */
export type KnownSlowFastError = ErrorsByName[keyof ErrorsByName];
