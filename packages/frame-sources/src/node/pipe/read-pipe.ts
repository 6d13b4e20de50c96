import { constants, open } from 'node:fs';
import { open as openHandle } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** Names standard input on the command line. */
export const standardInput = '-';

/**
 * The bytes of a pipe, from now to where its writer ends it. Whoever iterates it closes it, early or at the end.
 *
 * @param path a path, or `-` for standard input.
 */
export async function readPipe(path: string, signal: AbortSignal): Promise<Readable> {
  signal.throwIfAborted();
  const fd = isStandardInput(path) ? 0 : await openNamed(path, signal);
  const stream = new Socket({ fd, readable: true, writable: false, signal });
  // The iteration reports what fails.
  stream.on('error', () => undefined);
  return stream;
}

/** A path to standard input can't be opened where that is a socket, as it is for children of Node. */
function isStandardInput(path: string): boolean {
  return [standardInput, '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0'].includes(path);
}

/** Opening a pipe waits for whoever writes to it, in a thread that nothing but a writer wakes: to stop, we become that. */
async function openNamed(path: string, signal: AbortSignal): Promise<number> {
  const wake = () => {
    openHandle(path, constants.O_WRONLY | constants.O_NONBLOCK).then(
      (handle) => handle.close(),
      () => undefined,
    );
  };
  signal.addEventListener('abort', wake, { once: true });
  try {
    return await new Promise<number>((resolve, reject) => {
      open(path, 'r', (error, fd) => (error ? reject(error) : resolve(fd)));
    });
  } finally {
    signal.removeEventListener('abort', wake);
  }
}
