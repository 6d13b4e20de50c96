import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { pipeline } from 'node:stream';
import { createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';

/** An `https:` address of a server that speaks `http:`. */
export interface TlsFront extends AsyncDisposable {
  /** Address without a slash at its end. */
  readonly address: string;
  /** Path of its certificate, for `NODE_EXTRA_CA_CERTS`: nobody else has signed it. */
  readonly certificatePath: string;
}

const folder = new URL('../fixtures/tls/', import.meta.url);

/** Puts TLS before a server on this machine. Dispose it to end it. */
export async function startTlsFront(address: string): Promise<TlsFront> {
  const certificate = new URL('certificate.pem', folder);
  const options = { cert: readFileSync(certificate), key: readFileSync(new URL('key.pem', folder)) };
  const { hostname, port } = new URL(address);
  const server = createServer(options, (socket) => {
    pipeline(socket, connect(Number(port), hostname), socket, () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    certificatePath: fileURLToPath(certificate),
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}
