import { createHash } from 'node:crypto';
import type { VideoTokenCache } from '@slowfast/spec';
import { DamagedEntry, entryFromBytes, entryToBytes } from '../cache-entry.ts';
import { checkedMaxBytes } from '../checked-max-bytes.ts';
import { cacheFolder } from './cache-folder.ts';
import { defaultCacheFolder } from './default-cache-folder.ts';

/** Options of {@link diskVideoTokenCache}. */
export interface DiskVideoTokenCacheOptions {
  /** Where entries lie; made when first written. {@link defaultCacheFolder} if absent. */
  readonly folder?: string | undefined;
  /** Most bytes that all entries may take; 1 GiB if absent, 0 keeps nothing. */
  readonly maxBytes?: number | undefined;
}

/** A {@link VideoTokenCache} in a folder. */
export interface DiskVideoTokenCache extends VideoTokenCache {
  readonly folder: string;
  /** Bytes that all entries take now. */
  size(): Promise<number>;
  /** Removes all entries, and nothing else in the folder. */
  clear(): Promise<void>;
}

/**
 * Keeps reduced video tokens in files, four bytes a value: 13 MB for 3680 tokens of width 896, 60 MB for those of
 * width 4096. The least recently used entries make room for new ones; one that is larger than the bound is not kept.
 *
 * Several processes may share a folder: an entry is written beside its place and renamed, so that it is seen whole or
 * not at all. Processes that write at the same moment can exceed the bound until the next of them is done.
 *
 * Its members reject with OutputFailedError when the folder can't be used; that costs time, never an answer.
 *
 * @throws InvalidSettingError when `maxBytes` is negative or no number.
 */
export function diskVideoTokenCache(options: DiskVideoTokenCacheOptions = {}): DiskVideoTokenCache {
  const { folder = defaultCacheFolder() } = options;
  const maxBytes = checkedMaxBytes(options.maxBytes);
  const files = cacheFolder(folder);
  return {
    folder,
    async get(key) {
      const name = fileName(key);
      const bytes = await files.read(name);
      if (!bytes) return undefined;
      try {
        return await entryFromBytes(key, bytes);
      } catch (error) {
        if (!(error instanceof DamagedEntry)) throw error;
        await files.remove(name);
        return undefined;
      }
    },
    async set(key, entry) {
      const bytes = await entryToBytes(key, entry);
      if (bytes.length > maxBytes) return;
      await files.makeRoom(bytes.length, maxBytes);
      await files.write(fileName(key), bytes);
      await files.makeRoom(0, maxBytes);
    },
    size: files.size,
    clear: files.clear,
  };
}

function fileName(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
