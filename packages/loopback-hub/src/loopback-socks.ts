import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** A SOCKS 5 proxy on this machine. */
export interface LoopbackSocks extends AsyncDisposable {
  /** Host and port. */
  readonly host: string;
  /** What connections were asked for, e.g. `127.0.0.1:1`. */
  readonly requests: readonly string[];
}

/** Starts a SOCKS 5 proxy (RFC 1928) that wants this `user:password` (RFC 1929), or none. Dispose it to end it. */
export async function startLoopbackSocks(credentials?: string): Promise<LoopbackSocks> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
    serve(socket).catch(() => socket.destroy());
  });

  async function serve(socket: Socket): Promise<void> {
    const [, methods = 0] = await take(socket, 2);
    const offered = await take(socket, methods);
    const method = credentials === undefined ? 0 : 2;
    const isOffered = offered.includes(method);
    socket.write(Uint8Array.of(5, isOffered ? method : 255));
    if (!isOffered) return void socket.end();
    if (credentials !== undefined) {
      const text = async (length: number) => Buffer.from(await take(socket, length)).toString();
      const user = await text((await take(socket, 2))[1]!);
      const given = `${user}:${await text((await take(socket, 1))[0]!)}`;
      socket.write(Uint8Array.of(1, given === credentials ? 0 : 1));
      if (given !== credentials) return void socket.end();
    }
    const [, , , kind] = await take(socket, 4);
    const address = kind === 3 ? await take(socket, (await take(socket, 1))[0]!) : await take(socket, 4);
    const host = kind === 3 ? Buffer.from(address).toString() : [...address].join('.');
    const port = Buffer.from(await take(socket, 2)).readUInt16BE();
    requests.push(`${host}:${port}`);
    const reply = (code: number) => socket.write(Uint8Array.of(5, code, 0, 1, 0, 0, 0, 0, 0, 0));
    const onward = connect(port, host);
    onward.once('error', () => {
      reply(5);
      socket.end();
    });
    onward.once('connect', () => {
      reply(0);
      pipeline(socket, onward, socket, () => {});
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The next bytes of a socket. */
async function take(socket: Socket, length: number): Promise<Uint8Array> {
  for (;;) {
    const bytes: Buffer | null = length === 0 ? Buffer.alloc(0) : socket.read(length);
    if (bytes?.length === length) return bytes;
    if (bytes || socket.readableEnded || socket.destroyed) throw new Error('The connection ended.');
    const settled = new AbortController();
    const { signal } = settled;
    await Promise.race(['readable', 'end', 'close'].map((event) => once(socket, event, { signal })));
    settled.abort();
  }
}
