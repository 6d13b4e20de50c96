import { createHash, type Hash } from 'node:crypto';
import type { ContentHash } from '../content-hash.ts';
import type { HubFile } from '../hub-listing.ts';

/** The hash of a file by Node's own library, which is two to three times as fast as WebAssembly. */
export async function nativeContentHash(file: HubFile): Promise<ContentHash> {
  const start = () =>
    file.sha256 === undefined ? createHash('sha1').update(`blob ${file.bytes}\0`) : createHash('sha256');
  let hash: Hash = start();
  return {
    restart() {
      hash = start();
    },
    update: (piece) => void hash.update(piece),
    digest: () => hash.digest('hex'),
  };
}
