import { OutputFailedError } from '@slowfast/spec';

/** Whoever read what is printed has gone, as `head` does when it has enough: nothing is wrong, and nobody is there to be told. */
export class OutputClosed extends Error {}

/** What a write fails with whose reader has gone: of a pipe, of a socket, of a pipe on Windows. */
const closedCodes = new Set(['EPIPE', 'ECONNRESET', 'EOF']);

/**
 * Calls back when stdout or stderr can't be written any more, the first time alone: with {@link OutputClosed}, or with an OutputFailedError,
 * e.g. where a disk is full. Holds to the end of the process: what was written last may fail after everything else.
 */
export function onOutputFailure(callback: (failure: OutputClosed | OutputFailedError) => void): void {
  let isTold = false;
  for (const [place, stream] of Object.entries({ stdout: process.stdout, stderr: process.stderr })) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (isTold) return;
      isTold = true;
      const reason = error.code ?? error.message;
      const remedy = 'Choose another place for it';
      callback(
        closedCodes.has(reason)
          ? new OutputClosed(`Nobody reads ${place}.`, { cause: error })
          : new OutputFailedError({ place, reason, remedy }, { cause: error }),
      );
    });
  }
}
