import type { HubFile } from './hub-listing.ts';

/** Hashes contents as they come. */
export interface ContentHash {
  /** Forgets what came. */
  restart(): void;
  update(piece: Uint8Array): void;
  /** Hexadecimal; after it, only `restart` is of use. */
  digest(): string;
}

/** Makes the hash by which the hub names a file: SHA-256 of files in large storage, else that of git's blobs. */
export type MakeContentHash = (file: HubFile) => Promise<ContentHash>;

/** The hash of a file, the same everywhere, in WebAssembly. */
export async function portableContentHash(file: HubFile): Promise<ContentHash> {
  const { createSHA1, createSHA256 } = await import('hash-wasm');
  const hash = await (file.sha256 === undefined ? createSHA1() : createSHA256());
  const contentHash: ContentHash = {
    restart() {
      hash.init();
      if (file.sha256 === undefined) hash.update(`blob ${file.bytes}\0`);
    },
    update: (piece) => void hash.update(piece),
    digest: () => hash.digest('hex'),
  };
  contentHash.restart();
  return contentHash;
}
