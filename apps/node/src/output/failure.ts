import { isSlowFastError } from '@slowfast/spec';
import { CommanderError } from 'commander';
import { spellFlag } from './flag-spelling.ts';
import { OutputClosed } from './output-failure.ts';

/** What went wrong in one line: what was found, what was expected, what to do; never a stack trace. */
export function oneLine(error: unknown): string {
  const message = isSlowFastError(error)
    ? error.messageIn(spellFlag)
    : error instanceof Error
      ? error.message
      : String(error);
  const line = message.replace(/\s*\n\s*/g, ' ').replace(/^error: /, '');
  if (error instanceof CommanderError) {
    return error.code === 'commander.help'
      ? 'slowfast: no command was given, expected ask, plan, frames, models (pull, convert, list, inspect or remove), bench (accuracy) or doctor. See slowfast --help.'
      : `slowfast: ${line}${/[.!?]$/.test(line) ? '' : '.'} See slowfast --help.`;
  }
  if (isAbort(error)) return 'slowfast: interrupted.';
  if (isSlowFastError(error)) return `slowfast: ${line}`;
  return `slowfast: unexpected failure: ${line}`;
}

/**
 * 2 for wrong usage, 130 for an interruption, 141 where nobody reads any more, 1 for anything else. 130 and 141 are
 * what shells show of programs that SIGINT and SIGPIPE ended.
 */
export function exitCodeOf(error: unknown): number {
  if (error instanceof OutputClosed) return 141;
  if (error instanceof CommanderError || (isSlowFastError(error) && error.isUsage)) return 2;
  return isAbort(error) ? 130 : 1;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
