import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { DecoderFailedError } from '@slowfast/spec';
import { createMessages } from './messages.ts';

/** A running ffmpeg. */
export interface FfmpegProcess {
  readonly output: Readable;
  /** Writes to its input; resolves when more may be written, `false` when it takes no more. */
  write(data: Uint8Array): Promise<boolean>;
  /** Ends its input. */
  endInput(): void;
  /** Ends it at once if it still runs; resolves when it is gone. */
  stop(): Promise<void>;
  /** What it said on standard error so far: the beginning and the end of it. */
  messages(): string;
  /**
   * Gives each line of standard error to a function. Lines that one of them takes, by returning `true`, are no messages: they may be
   * many.
   */
  watch(take: (line: string) => boolean): void;
  /** Waits until what is read after each line is something; `undefined` when it ends before. */
  until<Value>(read: () => Value | undefined): Promise<Value | undefined>;
  /**
   * Waits until it has ended by itself.
   *
   * @returns why it failed, if it did, and not for what is wrong with the data.
   */
  failure(): Promise<DecoderFailedError | undefined>;
}

/** What ffmpeg says where it ends with an error because of the data. */
const blamesData =
  /Invalid data found when processing input|could not find codec parameters|moov atom not found|Cannot determine format of input|Decode error rate|received no packets|does not contain any stream|matches no streams/i;

/** Starts ffmpeg. It is killed when the signal is aborted. */
export function startFfmpeg(command: string, args: readonly string[], signal: AbortSignal): FfmpegProcess {
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const messages = createMessages();
  const watchers: ((line: string) => boolean)[] = [];
  let unfinished = '';
  let isGone = false;
  /** How it ended, where that was with an error. */
  let ended: string | undefined;
  let isOurDoing = false;
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      ended = error.message;
      resolve();
    });
    child.once('close', (code, signalName) => {
      if (signalName !== null) ended ??= `signal ${signalName}`;
      else if (code !== 0) ended ??= `exit code ${code}`;
      resolve();
    });
  }).then(() => {
    messages.add(unfinished);
    isGone = true;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = (unfinished + text).split('\n');
    unfinished = lines.pop()!;
    for (const line of lines) {
      let isTaken = false;
      for (const take of watchers) isTaken = take(line) || isTaken;
      if (!isTaken) messages.add(`${line}\n`);
    }
    child.stderr.emit('said');
  });
  // ffmpeg closes its input when it has seen enough: that is no failure of ours.
  child.stdin.on('error', () => undefined);
  const kill = () => {
    isOurDoing = true;
    child.kill('SIGKILL');
  };
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
    messages: messages.text,
    watch: (take) => {
      watchers.push(take);
    },
    async until(read) {
      for (;;) {
        const value = read();
        if (value !== undefined || isGone) return value;
        await Promise.race([once(child.stderr, 'said'), gone]);
      }
    },
    async failure() {
      await gone;
      if (ended === undefined || isOurDoing) return undefined;
      if (ended.startsWith('exit code') && blamesData.test(messages.text())) return undefined;
      return new DecoderFailedError({ decoder: command, ended, said: messages.lastLines() });
    },
  };
}
