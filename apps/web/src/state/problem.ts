import { isSlowFastError, type SettingSpelling } from '@slowfast/spec';

/** What went wrong, for people. */
export interface Problem {
  /** Stable identifier of the error; `unexpected` for what no part of the program has foreseen. */
  readonly code: string;
  readonly message: string;
}

/** The fields of the options that messages may name. */
const fields: Readonly<Record<string, string>> = {
  frames: 'Frames',
  startSeconds: 'From second',
  endSeconds: 'To second',
  aggregation: 'Aggregation',
  budgetTokens: 'Token budget',
};

const spellField: SettingSpelling = (setting, value) => {
  const field = fields[setting];
  const name = field === undefined ? setting : `“${field}”`;
  return value === undefined ? name : `${name} ${value}`;
};

/** An error as people read it: ours already say what was found, what was expected and what to do. */
export function problemOf(error: unknown): Problem {
  if (isSlowFastError(error)) return { code: error.code, message: error.messageIn(spellField) };
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'unexpected',
    message: `Something unexpected happened: ${message}. Load the page again; if it happens again, report it.`,
  };
}

/** Whether the worker that the assistant lived in has ended. */
export function isWorkerFailure(error: unknown): boolean {
  return isSlowFastError(error) && error.code === 'worker-failed';
}
