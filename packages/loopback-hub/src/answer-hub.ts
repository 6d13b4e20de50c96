import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RuleForRequest } from './misbehaviour.ts';
import type { PublishedCommit, PublishedModel } from './published-model.ts';
import { sendFile } from './send-file.ts';

/** Where a request is meant to go, and what goes wrong on the way. */
export interface Place {
  readonly url: URL;
  readonly rule: RuleForRequest;
  /** What stands before the paths of the space. */
  readonly prefix: string;
}

/** Answers as the hub does: listings, and redirects to files. */
export async function answerHub(
  request: IncomingMessage,
  response: ServerResponse,
  { url, rule, prefix }: Place,
  models: ReadonlyMap<string, PublishedModel>,
  storage: string,
): Promise<void> {
  const path = url.pathname;
  const found =
    /^\/api\/models\/(?<id>.+?)\/(?<kind>revision|tree)\/(?<revision>[^/]+)$/.exec(path)?.groups ??
    /^\/(?<id>.+?)\/(?<kind>resolve)\/(?<revision>[^/]+)\/(?<file>.+)$/.exec(path)?.groups ??
    /^\/api\/(?<kind>resolve-cache)\/models\/(?<id>.+?)\/(?<revision>[0-9a-f]{40})\/(?<file>.+)$/.exec(path)
      ?.groups;
  const refuse = (status: number, code?: string) =>
    response.writeHead(status, code === undefined ? {} : { 'X-Error-Code': code }).end();
  const { id = '', kind, revision = '', file: encoded = '' } = found ?? {};
  const model = models.get(id);
  const isAllowed = !model?.token || request.headers.authorization === `Bearer ${model.token}`;
  // The hub does not tell strangers whether there is such a model.
  if (!model || !isAllowed) return void refuse(401, 'RepoNotFound');
  const name = decodeURIComponent(revision);
  const published = model.commits.get(model.revisions.get(name) ?? name);
  if (!published) return void refuse(404, 'RevisionNotFound');
  if (kind === 'revision') return sendJson(request, response, listing(id, published), rule);
  if (kind === 'tree') return sendJson(request, response, tree(published), rule);
  const file = published.files.find((each) => each.path === decodeURIComponent(encoded));
  if (!file) return void refuse(404, 'EntryNotFound');
  response.setHeader('X-Repo-Commit', published.commit);
  response.setHeader('ETag', `"${file.sha256 ?? file.gitBlobId}"`);
  if (kind === 'resolve-cache') return sendFile(request, response, file.bytes, rule);
  response.setHeader('X-Linked-Size', file.bytes.length);
  response.setHeader('X-Linked-ETag', `"${file.sha256 ?? file.gitBlobId}"`);
  const location =
    file.sha256 === undefined
      ? `${prefix}/api/resolve-cache/models/${id}/${published.commit}/${encoded}`
      : `${storage}${prefix}/blobs/${file.sha256}?X-Signature=${file.sha256.slice(0, 8)}`;
  response.writeHead(file.sha256 === undefined ? 307 : 302, { Location: location }).end();
}

function listing(id: string, { commit, files }: PublishedCommit) {
  const siblings = files.map(({ path, bytes, gitBlobId, sha256 }) => ({
    rfilename: path,
    size: bytes.length,
    blobId: gitBlobId,
    ...(sha256 !== undefined && { lfs: { sha256, size: bytes.length, pointerSize: 130 } }),
  }));
  return { _id: '0', id, modelId: id, sha: commit, private: false, gated: false, tags: [], siblings };
}

function tree({ files }: PublishedCommit) {
  return files.map(({ path, bytes, gitBlobId, sha256 }) => ({
    type: 'file',
    oid: gitBlobId,
    size: bytes.length,
    path,
    ...(sha256 !== undefined && { lfs: { oid: sha256, size: bytes.length, pointerSize: 130 } }),
  }));
}

/** Answers with JSON. */
export function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  value: unknown,
  rule: RuleForRequest = { mayGoOn: async () => {} },
): Promise<void> {
  response.setHeader('Content-Type', 'application/json');
  return sendFile(request, response, Buffer.from(JSON.stringify(value)), rule);
}
