import type { VideoTokenCache } from '@slowfast/spec';
import { DamagedEntry, entryFromBytes, entryToBytes } from '../cache-entry.ts';
import { checkedMaxBytes } from '../checked-max-bytes.ts';
import { entryDatabase } from './entry-database.ts';

/** Options of {@link browserVideoTokenCache}. */
export interface BrowserVideoTokenCacheOptions {
  /** Name of the database within the site; `slowfast-video-tokens` if absent. */
  readonly name?: string | undefined;
  /** Most bytes that all entries may take; 1 GiB if absent, 0 keeps nothing. The browser may allow less. */
  readonly maxBytes?: number | undefined;
}

/** A {@link VideoTokenCache} in a database of the browser. */
export interface BrowserVideoTokenCache extends VideoTokenCache {
  readonly name: string;
  /** Bytes that all entries take now. */
  size(): Promise<number>;
  /** Removes all entries. */
  clear(): Promise<void>;
}

/**
 * Keeps reduced video tokens in IndexedDB, four bytes a value: 13 MB for 3680 tokens of width 896. The least recently used
 * entries make room for new ones; one that is larger than the bound is not kept. The browser may remove all of them when
 * the disk is full.
 *
 * It works in pages and workers alike, and those of one site share it: each change is one transaction.
 *
 * Its members reject with OutputFailedError when the database can't be used; that costs time, never an answer.
 *
 * @throws InvalidSettingError when `maxBytes` is negative or no number.
 */
export function browserVideoTokenCache(options: BrowserVideoTokenCacheOptions = {}): BrowserVideoTokenCache {
  const { name = 'slowfast-video-tokens' } = options;
  const maxBytes = checkedMaxBytes(options.maxBytes);
  const database = entryDatabase(name);
  return {
    name,
    async get(key) {
      const bytes = await database.read(key);
      if (!bytes) return undefined;
      try {
        return await entryFromBytes(key, bytes);
      } catch (error) {
        if (!(error instanceof DamagedEntry)) throw error;
        await database.remove(key);
        return undefined;
      }
    },
    async set(key, entry) {
      const bytes = await entryToBytes(key, entry);
      if (bytes.length <= maxBytes) await database.write(key, bytes, maxBytes);
    },
    size: database.size,
    clear: database.clear,
  };
}
