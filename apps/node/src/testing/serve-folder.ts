import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A server of the files of a folder, by ranges. */
export interface FolderServer extends AsyncDisposable {
  /** Ends in a slash. */
  readonly address: string;
  /** What was asked for: `clip.mp4 bytes=0-99`. */
  readonly asked: string[];
}

/** Serves a folder on this machine. */
export async function serveFolder(folder: string): Promise<FolderServer> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    asked.push(`${pathname.slice(1)} ${request.headers.range ?? 'all'}`);
    const file = await readFile(join(folder, pathname)).catch(() => undefined);
    const part = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (!file) response.writeHead(404).end();
    else if (!part) response.writeHead(200).end(file);
    else {
      const bytes = file.subarray(Number(part[1]), Number(part[2]) + 1);
      const range = `bytes ${part[1]}-${Number(part[1]) + bytes.length - 1}/${file.length}`;
      response.writeHead(206, { 'Content-Range': range }).end(bytes);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
