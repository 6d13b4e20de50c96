import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerHub, type Place, sendJson } from './answer-hub.ts';
import { HubSpace, type LoggedRequest, type Misbehaviour } from './misbehaviour.ts';
import {
  type HubFiles,
  type PublishedFile,
  type PublishedModel,
  publishedCommit,
} from './published-model.ts';
import { sendFile } from './send-file.ts';

/** A hub on this machine, as two servers: the hub itself, and another origin where it keeps large files. */
export interface LoopbackHub extends AsyncDisposable {
  /** Address of the hub, without a slash at its end. */
  readonly endpoint: string;
  readonly requests: readonly LoggedRequest[];
  /** Replaces the ways in which it misbehaves; none for a hub that does as it should. Answers that are held go on. */
  misbehave(...rules: readonly Misbehaviour[]): void;
  /** Lets answers go on that are held, and keeps the rules. */
  goOn(): void;
  forgetRequests(): void;
  /**
   * A hub with the same models, and with requests and rules of its own. Pages reach those at its address: `GET
   * …/-/requests`, `POST …/-/misbehave` with a list of rules in JSON, and `POST …/-/go-on`.
   */
  space(name: string): Pick<LoopbackHub, 'endpoint' | 'requests' | 'misbehave' | 'goOn' | 'forgetRequests'>;
  /** Publishes files as a model; a branch or tag, `main` if absent, is then at the commit that is returned. */
  publish(id: string, files: HubFiles, options?: PublishOptions): string;
}

/** How a model is published. */
export interface PublishOptions {
  readonly revision?: string;
  /** Token without which nobody may see the model. */
  readonly token?: string;
}

/** What the hub lets pages of other origins see, of what matters here. */
const exposedHeaders =
  'X-Repo-Commit,X-Error-Code,X-Error-Message,ETag,Accept-Ranges,Content-Range,X-Linked-Size,X-Linked-ETag,Retry-After';

/** Starts a hub without models. Dispose it to end it. */
export async function startLoopbackHub(): Promise<LoopbackHub> {
  const models = new Map<string, PublishedModel>();
  const spaces = new Map<string, HubSpace>();
  const spaceOf = (name: string) => {
    const space = spaces.get(name) ?? new HubSpace();
    spaces.set(name, space);
    return space;
  };

  /** Answers a request whose rules are known. */
  type Route = (request: IncomingMessage, response: ServerResponse, place: Place) => Promise<void> | void;

  function serve(origin: 'hub' | 'storage', route: Route): Promise<Server> {
    const server = createServer((request, response) => {
      void handle(request, response).catch(() => response.destroy());
    });

    async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const whole = request.url ?? '/';
      const [, name, rest] = /^\/space\/([^/]+)(\/.*)$/.exec(whole) ?? [whole, '', whole];
      const space = spaceOf(name!);
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Access-Control-Expose-Headers', exposedHeaders);
      response.setHeader('Access-Control-Allow-Headers', 'Authorization, Range');
      if (request.method === 'OPTIONS') response.writeHead(204).end();
      else if (rest!.startsWith('/-/')) await control(request, response, space, rest!);
      else {
        log(origin, request, response, space, rest!);
        const rule = space.ruleFor(`${origin} ${request.method} ${rest}`);
        if (rule.silent) return;
        if (rule.refuses) response.destroy();
        else if (rule.status !== undefined || rule.text !== undefined || rule.textBytes !== undefined) {
          response.writeHead(rule.status ?? 200, rule.headers);
          response.end(rule.text ?? ' '.repeat(rule.textBytes ?? 0));
        } else {
          for (const [header, value] of Object.entries(rule.headers ?? {})) response.setHeader(header, value);
          const url = new URL(rest!, 'http://hub');
          await route(request, response, { url, rule, prefix: name === '' ? '' : `/space/${name}` });
        }
      }
    }

    return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
  }

  const storage = await serve('storage', async (request, response, { url, rule }) => {
    const sha256 = /^\/blobs\/([0-9a-f]{64})$/.exec(url.pathname)?.[1];
    const file = sha256 === undefined ? undefined : largeFile(models, sha256);
    // Stores with signed addresses refuse requests that bring a token as well.
    if (request.headers.authorization !== undefined) response.writeHead(400).end();
    else if (url.searchParams.get('X-Signature') !== sha256?.slice(0, 8)) response.writeHead(403).end();
    else if (!file) response.writeHead(404).end();
    else await sendFile(request, response, file.bytes, rule);
  });
  const hub = await serve('hub', (request, response, place) =>
    answerHub(request, response, place, models, addressOf(storage)),
  );

  const spaceAt = (name: string, prefix: string) => {
    const space = spaceOf(name);
    return {
      endpoint: `${addressOf(hub)}${prefix}`,
      requests: space.requests,
      forgetRequests: () => {
        space.requests.length = 0;
      },
      misbehave: (...rules: readonly Misbehaviour[]) => space.misbehave(...rules),
      goOn: () => space.goOn(),
    };
  };
  return {
    ...spaceAt('', ''),
    space: (name) => spaceAt(name, `/space/${name}`),
    publish(id, files, { revision = 'main', token } = {}) {
      const model = models.get(id) ?? { commits: new Map(), revisions: new Map(), token };
      models.set(id, model);
      const published = publishedCommit(files);
      model.commits.set(published.commit, published);
      model.revisions.set(revision, published.commit);
      return published.commit;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([hub, storage].map(close));
    },
  };
}

function largeFile(models: ReadonlyMap<string, PublishedModel>, sha256: string): PublishedFile | undefined {
  const commits = [...models.values()].flatMap((model) => [...model.commits.values()]);
  return commits.flatMap(({ files }) => files).find((file) => file.sha256 === sha256);
}

/** What pages use in place of functions. */
async function control(
  request: IncomingMessage,
  response: ServerResponse,
  space: HubSpace,
  path: string,
): Promise<void> {
  if (path === '/-/requests') return sendJson(request, response, space.requests);
  let text = '';
  for await (const piece of request) text += piece;
  if (path === '/-/go-on') space.goOn();
  else space.misbehave(...(JSON.parse(text) as Misbehaviour[]));
  response.writeHead(204).end();
}

/** Logs a request; bytes are known when its answer is over, and the status once it has begun. */
function log(
  origin: 'hub' | 'storage',
  request: IncomingMessage,
  response: ServerResponse,
  space: HubSpace,
  path: string,
): void {
  const { range, authorization } = request.headers;
  const entry = {
    origin,
    method: request.method ?? '',
    path,
    ...(range !== undefined && { range }),
    ...(authorization !== undefined && { authorization }),
    get status() {
      return response.headersSent ? response.statusCode : 0;
    },
    sentBytes: 0,
  };
  space.requests.push(entry);
  const write = response.write.bind(response) as (...args: unknown[]) => boolean;
  response.write = (...args: unknown[]) => {
    entry.sentBytes += (args[0] as Uint8Array).length;
    return write(...args);
  };
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
