import { isError, RuntimeFailedError } from '@slowfast/spec';

/** Wraps whatever a runtime threw; the first line says it all, the rest is its build machine's stack. */
export function runtimeFailed(runtime: string, operation: string, cause: unknown): RuntimeFailedError {
  const reason = firstLine(cause);
  return new RuntimeFailedError({ runtime, operation, reason }, { cause });
}

/** The first line of what was thrown, without a full stop. */
export function firstLine(cause: unknown): string {
  const message = isError(cause) ? cause.message : String(cause);
  return message.split('\n')[0]!.trim().replace(/\.$/, '');
}
