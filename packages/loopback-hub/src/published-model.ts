import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Contents by paths. */
export type HubFiles = Readonly<Record<string, Uint8Array | string>>;

/** A file as a hub has it. */
export interface PublishedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly gitBlobId: string;
  /** Of large files, which lie in the storage. */
  readonly sha256?: string;
}

/** One commit of a model. */
export interface PublishedCommit {
  readonly commit: string;
  readonly files: readonly PublishedFile[];
}

/** A model with all of its commits. */
export interface PublishedModel {
  readonly commits: Map<string, PublishedCommit>;
  readonly revisions: Map<string, string>;
  readonly token: string | undefined;
}

const large = /\.(onnx|onnx_data(_\d+)?|safetensors|bin)$/;

/** The files of a folder. */
export function filesOfFolder(folder: string): HubFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [
        path
          .slice(folder.length)
          .replace(/^[/\\]/, '')
          .replaceAll('\\', '/'),
        readFileSync(path),
      ];
    }),
  );
}

/** A commit with these files; it is named by them. */
export function publishedCommit(files: HubFiles): PublishedCommit {
  const published = Object.entries(files)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([path, contents]) => publishedFile(path, Buffer.from(contents)));
  const names = published.map(({ path, gitBlobId }) => `${path} ${gitBlobId}\n`).join('');
  return { commit: createHash('sha1').update(names).digest('hex'), files: published };
}

function publishedFile(path: string, bytes: Buffer): PublishedFile {
  if (!large.test(path)) return { path, bytes, gitBlobId: gitBlobId(bytes) };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${bytes.length}\n`;
  return { path, bytes, gitBlobId: gitBlobId(Buffer.from(pointer)), sha256 };
}

function gitBlobId(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
