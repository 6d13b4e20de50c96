import { inspect } from 'node:util';
import { isSlowFastError, serializeError } from '@slowfast/spec';
import { CommanderError } from 'commander';
import { inFlagWords } from './flag-words.ts';
import { OutputClosed } from './output-failure.ts';

/** Ends a command whose failures were told as they came. */
export class ToldFailure extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('What failed was told.');
    this.exitCode = exitCode;
  }
}

/**
 * What went wrong in one line: what was found, what was expected, what to do. Where `--verbose` was given, lines follow with the error, its
 * causes and their stack traces.
 *
 * @param argv what was typed, whose flags the line names.
 * @param name what it went wrong with, where that is one of several.
 */
export function failureLines(error: unknown, argv: readonly string[], name?: string): string {
  const line = oneLine(error, argv, name);
  const isVerbose = argv.includes('--verbose') || argv.includes('-v');
  if (!isVerbose || error instanceof CommanderError) return line;
  return `${line}\n${inspect(error, { depth: mostCauses })}`;
}

/** Causes of causes that are told. */
const mostCauses = 16;

/** What went wrong in one line, never a stack trace; see {@link failureLines}. */
function oneLine(error: unknown, argv: readonly string[], name?: string): string {
  const reason = reasonOf(error, argv);
  return `slowfast: ${name === undefined || reason.includes(name) ? '' : `${name}: `}${reason}`;
}

/** What went wrong, as plain data for a line of JSON. */
export function failureData(error: unknown, argv: readonly string[]): object {
  const message = reasonOf(error, argv);
  if (isSlowFastError(error)) return { code: error.code, message, facts: serializeError(error).facts };
  const code =
    error instanceof CommanderError ? 'wrong-usage' : isAbort(error) ? 'interrupted' : 'unexpected';
  return { code, message };
}

/**
 * 2 for wrong usage, 130 for an interruption, 141 where nobody reads any more, 1 for anything else. 130 and 141 are
 * what shells show of programs that SIGINT and SIGPIPE ended.
 */
export function exitCodeOf(error: unknown): number {
  if (error instanceof OutputClosed) return 141;
  if (error instanceof ToldFailure) return error.exitCode;
  if (error instanceof CommanderError || (isSlowFastError(error) && error.isUsage)) return 2;
  return isAbort(error) ? 130 : 1;
}

/** Whether somebody interrupted the command. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function reasonOf(error: unknown, argv: readonly string[]): string {
  if (isAbort(error)) return 'interrupted.';
  const message = isSlowFastError(error)
    ? inFlagWords(error, argv)
    : error instanceof Error
      ? error.message
      : String(error);
  const line = message.replace(/\s*\n\s*/g, ' ').replace(/^error: /, '');
  if (error instanceof CommanderError) {
    const sentence = error.code === 'commander.help' ? noCommand(argv) : line.replace('(Did you', '(did you');
    return `${sentence}${/[.!?]$/.test(sentence) ? '' : '.'} See ${helpFor(argv)}.`;
  }
  return isSlowFastError(error) ? line : `unexpected failure: ${line}`;
}

const subcommands: Readonly<Record<string, readonly string[]>> = {
  ask: [],
  chat: [],
  plan: [],
  frames: [],
  models: ['pull', 'convert', 'list', 'inspect', 'remove'],
  bench: ['accuracy'],
  doctor: [],
};

/** What is missing where a command was left out, or one of a group. */
function noCommand([group = '']: readonly string[]): string {
  const expected = subcommands[group] ?? Object.keys(subcommands);
  const names = `${expected.slice(0, -1).join(', ')}${expected.length > 1 ? ' or ' : ''}${expected.at(-1)}`;
  return `no command was given${group in subcommands ? ` after ${group}` : ''}, expected ${names}.`;
}

/** The help that covers what was typed. */
function helpFor([command = '', subcommand = '']: readonly string[]): string {
  const known = subcommands[command];
  if (!known) return 'slowfast --help';
  return `slowfast ${command}${known.includes(subcommand) ? ` ${subcommand}` : ''} --help`;
}
