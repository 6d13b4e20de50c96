import { OutputFailedError } from '@slowfast/spec';

/** Entries in a database of the browser. Pages and workers of one origin share it. */
export interface EntryDatabase {
  /** Bytes of an entry, now the most recently used one; undefined when there is none. */
  read(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Keeps the bytes, whole or not at all; the least recently used entries go until all take at most `maxBytes`. */
  write(key: string, bytes: Uint8Array<ArrayBuffer>, maxBytes: number): Promise<void>;
  remove(key: string): Promise<void>;
  clear(): Promise<void>;
  /** Bytes of all entries. */
  size(): Promise<number>;
}

/** What making room needs to know of an entry; the number that it is kept under grows with each use. */
interface Use {
  readonly key: string;
  readonly bytes: number;
}

const version = 1;

/**
 * Two stores: the bytes by key, and the uses in the order of use. Every member is one transaction over both, so that
 * neither a crash nor another page ever sees half of a change.
 *
 * @throws OutputFailedError from each member when the database can't be opened, read or written.
 */
export function entryDatabase(name: string): EntryDatabase {
  let opening: Promise<IDBDatabase> | undefined;

  function database(): Promise<IDBDatabase> {
    opening ??= openDatabase(name, () => {
      opening = undefined;
    });
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  }

  async function within<T>(
    mode: IDBTransactionMode,
    work: (entries: IDBObjectStore, uses: IDBObjectStore) => Promise<T>,
  ): Promise<T> {
    try {
      const transaction = (await database()).transaction(['entries', 'uses'], mode);
      const isDone = completion(transaction);
      // What the work throws is told first.
      isDone.catch(() => {});
      const result = await work(transaction.objectStore('entries'), transaction.objectStore('uses'));
      await isDone;
      return result;
    } catch (cause) {
      const reason = (cause as Error | null)?.message || String(cause);
      const remedy = 'Allow this site to store data and free some space';
      throw new OutputFailedError({ place: `The database ${name} of this site`, reason, remedy }, { cause });
    }
  }

  return {
    read: (key) =>
      within('readwrite', async (entries, uses) => {
        const bytes = await result<unknown>(entries.get(key));
        if (!(bytes instanceof Uint8Array)) return undefined;
        await forget(uses, key);
        await result(uses.add({ key, bytes: bytes.length } satisfies Use));
        return bytes as Uint8Array<ArrayBuffer>;
      }),
    write: (key, bytes, maxBytes) =>
      within('readwrite', async (entries, uses) => {
        await forget(uses, key);
        const orders = await result(uses.getAllKeys());
        const all = (await result(uses.getAll())) as Use[];
        let total = all.reduce((sum, use) => sum + use.bytes, bytes.length);
        for (let i = 0; i < all.length && total > maxBytes; i++) {
          await result(entries.delete(all[i]!.key));
          await result(uses.delete(orders[i]!));
          total -= all[i]!.bytes;
        }
        await result(entries.put(bytes, key));
        await result(uses.add({ key, bytes: bytes.length } satisfies Use));
      }),
    remove: (key) =>
      within('readwrite', async (entries, uses) => {
        await result(entries.delete(key));
        await forget(uses, key);
      }),
    clear: () =>
      within('readwrite', async (entries, uses) => {
        await result(entries.clear());
        await result(uses.clear());
      }),
    size: () =>
      within('readonly', async (_, uses) =>
        ((await result(uses.getAll())) as Use[]).reduce((sum, use) => sum + use.bytes, 0),
      ),
  };
}

async function forget(uses: IDBObjectStore, key: string): Promise<void> {
  const order = await result(uses.index('key').getKey(key));
  if (order !== undefined) await result(uses.delete(order));
}

function openDatabase(name: string, onClose: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('entries');
      request.result
        .createObjectStore('uses', { autoIncrement: true })
        .createIndex('key', 'key', { unique: true });
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = onClose;
      // Whoever wants to delete the database must not wait for this page.
      database.onversionchange = () => {
        database.close();
        onClose();
      };
      resolve(database);
    };
  });
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the browser gave up writing'));
  });
}
