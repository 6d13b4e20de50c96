import { createServer, request as requestFrom } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { pipeline } from 'node:stream';

/** A proxy on this machine that passes on what it is asked for. */
export interface LoopbackProxy extends AsyncDisposable {
  /** Address without a slash at its end. */
  readonly address: string;
  /** What was asked for, e.g. `GET http://127.0.0.1:1/` or `CONNECT 127.0.0.1:1`. */
  readonly requests: readonly string[];
}

/** How a proxy behaves. */
export interface LoopbackProxyOptions {
  /** `user:password` that it wants to be told. */
  readonly credentials?: string;
}

/** Starts a proxy. Dispose it to end it. */
export async function startLoopbackProxy({ credentials }: LoopbackProxyOptions = {}): Promise<LoopbackProxy> {
  const requests: string[] = [];
  const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  const isAllowed = (given: string | undefined) => wanted === undefined || given === wanted;
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const { 'proxy-authorization': given, ...headers } = request.headers;
    if (!isAllowed(given)) {
      response.writeHead(407, { 'Proxy-Authenticate': 'Basic' }).end();
      return;
    }
    const onward = requestFrom(request.url!, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      pipeline(answer, response, () => {});
    });
    onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    pipeline(request, onward, () => {});
  });
  server.on('connect', (request, socket) => {
    requests.push(`CONNECT ${request.url}`);
    if (!isAllowed(request.headers['proxy-authorization'])) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
      return;
    }
    const [, host, port] = /^(.*):(\d+)$/.exec(request.url!)!;
    const onward = connect(Number(port), host);
    onward.once('connect', () => socket.write('HTTP/1.1 200 Connection Established\r\n\r\n'));
    pipeline(socket, onward, socket, () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
