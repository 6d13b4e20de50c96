import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of a server of another origin, without a slash at its end. */
    oddServer: string;
  }
}

/** What a server may do other than expected; the first part of an address chooses it. */
export type OddServerKind = keyof typeof kinds;

const kinds = {
  plain: {},
  compressed: { compresses: true },
  'hidden-range': { exposes: false },
  'hidden-range-no-head': { exposes: false, head: 405 },
  'hidden-range-head-forbidden': { exposes: false, head: 403 },
  'hidden-range-no-length': { exposes: false, lengths: false },
  'no-range': { ranges: false },
  'no-range-no-length': { lengths: false, ranges: false },
  pages: { pages: true },
  short: { shortBy: 1000 },
  'short-no-range': { shortBy: 1000, ranges: false },
  endless: { endless: true },
  forbidden: { status: 403 },
  failing: { status: 500 },
  closed: { cors: false },
} satisfies Record<string, OddServer>;

interface OddServer {
  /** Status of every answer to HEAD. */
  readonly head?: number;
  readonly ranges?: boolean;
  readonly lengths?: boolean;
  /** Whether whole answers are compressed, and HEAD tells the compressed size. */
  readonly compresses?: boolean;
  /** Whether pages of other origins may see the header Content-Range. */
  readonly exposes?: boolean;
  /** A page wherever there is no file. */
  readonly pages?: boolean;
  /** So many bytes less than announced are sent of a large file as a whole. */
  readonly shortBy?: number;
  /** A large file as a whole begins to come and never ends. */
  readonly endless?: boolean;
  /** Status of every answer. */
  readonly status?: number;
  readonly cors?: boolean;
}

const model = new URL('../../../tiny-model/', import.meta.url);

/**
 * Serves the embedded model in odd ways: `/kind/id/config.json` is a file of it, `/requests/id` lists what was asked for under that
 * id, as texts like `GET onnx/embed_tokens.onnx bytes=0-0`.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const requests = new Map<string, string[]>();
  const server = createServer((request, response) => {
    answer(request, response, requests).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('oddServer', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  requests: Map<string, string[]>,
): Promise<void> {
  const [, kind, id, ...names] = new URL(request.url!, 'http://localhost').pathname.split('/');
  const path = names.map(decodeURIComponent).join('/');
  if (kind === 'requests') {
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' });
    response.end(JSON.stringify(requests.get(id!) ?? []));
    return;
  }
  const odd: OddServer = kinds[kind as OddServerKind];
  const { range } = request.headers;
  const log = requests.get(id!) ?? [];
  requests.set(id!, [...log, [request.method, path, range].filter(Boolean).join(' ')]);
  if (odd.cors !== false) response.setHeader('Access-Control-Allow-Origin', '*');
  if (odd.exposes !== false) response.setHeader('Access-Control-Expose-Headers', 'Content-Range');
  response.setHeader('Access-Control-Allow-Headers', 'Range');
  const file = await modelFile(path).catch(() => undefined);
  if (odd.status) response.writeHead(odd.status).end();
  else if (request.method === 'HEAD' && odd.head) response.writeHead(odd.head).end();
  else if (file) sendFile(request, response, odd, file);
  else if (odd.pages) response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end('<html>');
  else response.writeHead(404, { 'Content-Type': 'text/html' }).end('<html>');
}

const files = new Map<string, Promise<Buffer>>();

function modelFile(path: string): Promise<Buffer> {
  const file = files.get(path) ?? readModelFile(path);
  files.set(path, file);
  return file;
}

const largeBytes = 17 * 1024 * 1024;

/** The file, and one of them with so many bytes which no reader looks at that it is worth reading in parts. */
async function readModelFile(path: string): Promise<Buffer> {
  const file = await readFile(new URL(path, model));
  if (path !== 'onnx/vision_encoder.onnx') return file;
  const length = largeBytes;
  // Field 100 of the model, which no version of the format has.
  const head = [0xa2, 0x06, (length & 127) | 128, ((length >> 7) & 127) | 128];
  const rest = [((length >> 14) & 127) | 128, length >> 21];
  return Buffer.concat([file, Buffer.from([...head, ...rest]), Buffer.alloc(length)]);
}

function sendFile(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  odd: OddServer,
  file: Buffer,
): void {
  const part = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '');
  response.setHeader('Content-Type', 'application/octet-stream');
  if (part && odd.ranges !== false) {
    const bytes = file.subarray(Number(part[1]), Number(part[2]) + 1);
    const range = `bytes ${part[1]}-${Number(part[1]) + bytes.length - 1}/${file.length}`;
    response.writeHead(206, { 'Content-Range': range, 'Content-Length': bytes.length }).end(bytes);
    return;
  }
  const sent = odd.compresses ? gzipSync(file, { level: 1 }) : file;
  if (odd.compresses) response.setHeader('Content-Encoding', 'gzip');
  if (odd.lengths !== false) response.setHeader('Content-Length', sent.length);
  response.writeHead(200);
  const isLarge = file.length > largeBytes;
  if (method === 'HEAD') response.end();
  else if (isLarge && odd.endless) response.write(sent.subarray(0, 1000));
  else if (isLarge && odd.shortBy) {
    response.write(sent.subarray(0, -odd.shortBy), () => response.destroy());
  } else response.end(sent);
}
