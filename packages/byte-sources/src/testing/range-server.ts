import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of one file that may behave oddly; the handler of a request says how. */
export interface RangeServer extends AsyncDisposable {
  readonly url: URL;
  /** The ranges that were asked for, in their order; `all` where none was. */
  readonly asked: string[];
  /** Headers of the last request. */
  readonly lastHeaders: () => IncomingMessage['headers'];
}

/** What a server may do to the request of this number, the first being 0, instead of answering as it should; true when it did. */
export type Oddity = (number: number, request: IncomingMessage, response: ServerResponse) => boolean;

/** Serves these bytes by ranges, with an `ETag` if one is given. */
export async function rangeServer(
  content: Uint8Array,
  { odd = () => false, etag }: { readonly odd?: Oddity; readonly etag?: () => string } = {},
): Promise<RangeServer> {
  const asked: string[] = [];
  let headers: IncomingMessage['headers'] = {};
  const server = createServer((request, response) => {
    headers = request.headers;
    const number = asked.push(request.headers.range ?? 'all') - 1;
    if (odd(number, request, response)) return;
    if (etag) response.setHeader('ETag', etag());
    const part = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (!part) {
      response.writeHead(200, { 'Content-Length': content.length }).end(content);
      return;
    }
    if (Number(part[1]) >= content.length) {
      response.writeHead(416, { 'Content-Range': `bytes */${content.length}` }).end();
      return;
    }
    const bytes = content.subarray(Number(part[1]), Number(part[2]) + 1);
    const range = `bytes ${part[1]}-${Number(part[1]) + bytes.length - 1}/${content.length}`;
    response.writeHead(206, { 'Content-Range': range, 'Content-Length': bytes.length }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/clip.mp4`),
    asked,
    lastHeaders: () => headers,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
