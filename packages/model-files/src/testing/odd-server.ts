import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  'no-head': { head: 405 },
  'head-forbidden': { head: 403 },
  'no-range': { ranges: false },
  'no-head-no-range': { head: 501, ranges: false },
  'no-length': { lengths: false },
  'no-length-no-range': { lengths: false, ranges: false },
  'hidden-range': { exposes: false, head: 405 },
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
  const file = await readFile(new URL(path, model)).catch(() => undefined);
  if (odd.status) response.writeHead(odd.status).end();
  else if (request.method === 'HEAD' && odd.head) response.writeHead(odd.head).end();
  else if (file) sendFile(request, response, odd, file);
  else if (odd.pages) response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end('<html>');
  else response.writeHead(404, { 'Content-Type': 'text/html' }).end('<html>');
}

function sendFile(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  odd: OddServer,
  file: Buffer,
): void {
  const part = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '');
  response.setHeader('Content-Type', 'application/octet-stream');
  if (odd.lengths !== false) response.setHeader('Content-Length', file.length);
  if (part && odd.ranges !== false) {
    const bytes = file.subarray(Number(part[1]), Number(part[2]) + 1);
    const range = `bytes ${part[1]}-${Number(part[1]) + bytes.length - 1}/${file.length}`;
    response.writeHead(206, { 'Content-Range': range, 'Content-Length': bytes.length }).end(bytes);
    return;
  }
  response.writeHead(200);
  const isLarge = file.length > 1_000_000;
  if (method === 'HEAD') response.end();
  else if (isLarge && odd.endless) response.write(file.subarray(0, 1000));
  else if (isLarge && odd.shortBy) {
    response.write(file.subarray(0, -odd.shortBy), () => response.destroy());
  } else response.end(file);
}
