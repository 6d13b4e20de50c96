import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** A running ffmpeg. */
export interface FfmpegProcess {
  readonly output: Readable;
  /** Writes to its input; resolves when more may be written, `false` when it takes no more. */
  write(data: Uint8Array): Promise<boolean>;
  /** Ends its input. */
  endInput(): void;
  /** Ends it at once if it still runs; resolves when it is gone. */
  stop(): Promise<void>;
  /** What it said on standard error so far, the first megabyte of it. */
  messages(): string;
  /** Waits until it says something on standard error; `undefined` when it ends without saying it. */
  said(pattern: RegExp): Promise<RegExpExecArray | undefined>;
}

/** Starts ffmpeg. It is killed when the signal is aborted. */
export function startFfmpeg(command: string, args: readonly string[], signal: AbortSignal): FfmpegProcess {
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  }).then(() => {
    isGone = true;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(0, 2 ** 20);
    child.stderr.emit('said');
  });
  // ffmpeg closes its input when it has seen enough: that is no failure of ours.
  child.stdin.on('error', () => undefined);
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  return {
    output: child.stdout,
    async write(data) {
      if (isGone || child.stdin.destroyed || !child.stdin.writable) return false;
      if (!child.stdin.write(data))
        await Promise.race([once(child.stdin, 'drain').catch(() => undefined), gone]);
      return !child.stdin.destroyed;
    },
    endInput: () => child.stdin.end(),
    async stop() {
      signal.removeEventListener('abort', kill);
      if (!isGone) kill();
      child.stdin.destroy();
      child.stdout.destroy();
      await gone;
    },
    messages: () => said,
    async said(pattern) {
      for (;;) {
        const match = pattern.exec(said);
        if (match || isGone) return match ?? undefined;
        await Promise.race([once(child.stderr, 'said'), gone]);
      }
    },
  };
}
