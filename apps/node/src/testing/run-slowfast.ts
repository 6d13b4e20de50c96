import { spawn } from 'node:child_process';
import { closeSync, createReadStream, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin.ts', import.meta.url));

/** How tests run the command: without colours, and without the progress that slow machines would show. */
export const testEnvironment = { NO_COLOR: '1', SLOWFAST_NO_PROGRESS: '1' };

/** What a run of the command left behind. */
export interface CommandOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a process of its own, for tests. */
export function runSlowfast(
  argv: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string>>;
    /** The folder that it is run in; this process's if absent. */
    readonly cwd?: string | undefined;
    /** A file that is standard input; nothing if absent. */
    readonly stdin?: string;
    /** A file whose bytes come through a pipe on standard input. */
    readonly piped?: string | undefined;
    /** Sends an interrupt as soon as something was printed. */
    readonly interruptAtOutput?: boolean;
    /** Sends an interrupt as soon as this was written to stderr. */
    readonly interruptAtError?: RegExp;
    /** Sends an interrupt when this settles. */
    readonly interruptWhen?: Promise<unknown>;
  } = {},
): Promise<CommandOutcome> {
  const stdin = openSync(options.stdin ?? devNull, 'r');
  const child = spawn(process.execPath, [bin, ...argv], {
    env: { ...process.env, ...testEnvironment, ...options.env },
    cwd: options.cwd,
    stdio: [options.piped === undefined ? stdin : 'pipe', 'pipe', 'pipe'],
  });
  closeSync(stdin);
  // The command may have seen enough before the end.
  child.stdin?.on('error', () => undefined);
  if (options.piped !== undefined) createReadStream(options.piped).pipe(child.stdin!);
  let stdout = '';
  let stderr = '';
  let interrupted = false;
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (options.interruptAtOutput) child.kill('SIGINT');
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (!interrupted && options.interruptAtError?.test(stderr)) interrupted = child.kill('SIGINT');
  });
  void options.interruptWhen?.finally(() => child.kill('SIGINT'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
