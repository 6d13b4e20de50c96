import { type CachedVideoTokens, InvalidSettingError, OutputFailedError } from '@slowfast/spec';
import { videoTokenCacheConformance } from '@slowfast/test-kit';
import { afterEach, describe, expect, it, test } from 'vitest';
import { browserVideoTokenCache } from './browser.ts';

const names: string[] = [];
function newName(): string {
  const name = `test-${crypto.randomUUID()}`;
  names.push(name);
  return name;
}
afterEach(async () => {
  for (const name of names.splice(0)) indexedDB.deleteDatabase(name);
});

/** An entry of so many values, the first of which tells it from others. */
function entry(first: number, values = 12): CachedVideoTokens {
  return {
    values: Float32Array.from({ length: values }, (_, i) => first + i / 7),
    size: 4,
    reduction: {
      selectedFrames: [{ index: first, timestampSeconds: 0.1 + 0.2 }],
      slowPositions: [0],
      durationSeconds: 1,
      aggregation: 'slowfast-slow_1frms_concat-fast_1x1',
      tokens: { slow: 2, fast: 1, total: 3 },
      notices: [{ code: 'model-limits', message: 'Ä → 木' }],
    },
  };
}

/** Runs one request on the kept entries, past the cache. */
function onEntries<T>(name: string, work: (entries: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('entries', 'readwrite');
      const request = work(transaction.objectStore('entries'));
      transaction.oncomplete = () => {
        opening.result.close();
        resolve(request.result);
      };
    };
  });
}

const keptKeys = (name: string) => onEntries(name, (entries) => entries.getAllKeys());

videoTokenCacheConformance('IndexedDB', { create: () => browserVideoTokenCache({ name: newName() }) });

describe('browserVideoTokenCache', () => {
  it('outlives the one that wrote it, and is seen by a worker', async () => {
    const name = newName();
    await browserVideoTokenCache({ name }).set('key', entry(1));
    expect(await browserVideoTokenCache({ name }).get('key')).toEqual(entry(1));
    const worker = new Worker(new URL('./testing/cache-worker.ts', import.meta.url), { type: 'module' });
    try {
      const seen = await new Promise((resolve, reject) => {
        worker.onmessage = (event) => resolve(event.data);
        worker.onerror = (event) => reject(new Error(event.message));
        worker.postMessage(name);
      });
      expect(seen).toEqual(entry(1));
    } finally {
      worker.terminate();
    }
  });

  it('removes all entries', async () => {
    const cache = browserVideoTokenCache({ name: newName() });
    expect(await cache.size()).toBe(0);
    await cache.set('one', entry(1));
    await cache.set('two', { ...entry(2), values: new Float32Array() });
    expect((await cache.get('two'))?.values).toHaveLength(0);
    expect(await cache.size()).toBeGreaterThan(2 * 12 * 4);
    await cache.clear();
    expect(await cache.size()).toBe(0);
    expect(await keptKeys(cache.name)).toEqual([]);
  });

  it('goes on when its database is deleted beside it', async () => {
    const cache = browserVideoTokenCache({ name: newName() });
    await cache.set('key', entry(1));
    await new Promise((resolve, reject) => {
      const deletion = indexedDB.deleteDatabase(cache.name);
      deletion.onsuccess = resolve;
      deletion.onerror = reject;
    });
    expect(await cache.get('key')).toBeUndefined();
    await cache.set('key', entry(2));
    expect(await cache.get('key')).toEqual(entry(2));
  });
});

describe('a damaged entry is absent, and removed', () => {
  const damage: [string, (bytes: Uint8Array) => unknown][] = [
    ['empty', () => new Uint8Array()],
    ['cut in the header', (bytes) => bytes.slice(0, 20)],
    ['cut at the end', (bytes) => bytes.slice(0, -1)],
    ['longer than it was', (bytes) => Uint8Array.of(...bytes, 0, 0, 0, 0)],
    ['of another form', (bytes) => Uint8Array.of(...new TextEncoder().encode('SFTOKEN0'), ...bytes.slice(8))],
    ['with another length of its header', (bytes) => bytes.map((byte, i) => (i >= 8 && i < 12 ? 255 : byte))],
    ['with one bit changed', (bytes) => bytes.map((byte, i) => (i === bytes.length - 50 ? byte ^ 1 : byte))],
  ];

  it.each(damage)('%s', async (_, change) => {
    const cache = browserVideoTokenCache({ name: newName() });
    await cache.set('key', entry(1));
    const bytes = await onEntries<Uint8Array>(cache.name, (entries) => entries.get('key'));
    await onEntries(cache.name, (entries) => entries.put(change(bytes), 'key'));
    expect(await cache.get('key')).toBeUndefined();
    expect(await keptKeys(cache.name)).toEqual([]);
    expect(await cache.size()).toBe(0);
  });

  it('under the name of another key', async () => {
    const cache = browserVideoTokenCache({ name: newName() });
    await cache.set('one', entry(1));
    await cache.set('two', entry(2));
    const bytes = await onEntries<Uint8Array>(cache.name, (entries) => entries.get('one'));
    await onEntries(cache.name, (entries) => entries.put(bytes, 'two'));
    expect(await cache.get('two')).toBeUndefined();
    expect(await cache.get('one')).toEqual(entry(1));
  });
});

describe('the bound', () => {
  it('lets the least recently used entry make room', async () => {
    const name = newName();
    const cache = browserVideoTokenCache({ name });
    await cache.set('one', entry(1));
    const bytes = await cache.size();
    await cache.set('two', entry(2));
    await cache.set('three', entry(3));
    await cache.get('one');

    const bounded = browserVideoTokenCache({ name, maxBytes: 2 * bytes });
    await bounded.set('four', entry(4));
    expect(await keptKeys(name)).toEqual(['four', 'one']);
    expect(await bounded.size()).toBe(2 * bytes);
    // Replacing an entry needs no more room than it has.
    await bounded.set('one', entry(5));
    expect(await keptKeys(name)).toEqual(['four', 'one']);
  });

  it('keeps no entry that is larger, and takes none away for it', async () => {
    const cache = browserVideoTokenCache({ name: newName(), maxBytes: 1000 });
    await cache.set('small', entry(1));
    await cache.set('large', entry(2, 1000));
    expect(await keptKeys(cache.name)).toEqual(['small']);
  });

  it('of nothing keeps nothing', async () => {
    const cache = browserVideoTokenCache({ name: newName(), maxBytes: 0 });
    await cache.set('key', entry(1));
    expect(await cache.get('key')).toBeUndefined();
  });

  it.each([-1, Number.NaN])('can not be %s', (maxBytes) => {
    expect(() => browserVideoTokenCache({ maxBytes })).toThrow(InvalidSettingError);
  });

  it('holds, and no half entry is seen, while several caches write at once', async () => {
    const name = newName();
    const caches = [1, 2, 3].map(() => browserVideoTokenCache({ name, maxBytes: 9000 }));
    const seen = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const cache = caches[i % 3]!;
        await cache.set(`key ${i % 5}`, entry(i % 5, 300));
        expect(await cache.size()).toBeLessThanOrEqual(9000);
        return cache.get(`key ${i % 5}`);
      }),
    );
    seen.forEach((found, i) => {
      if (found) expect(found).toEqual(entry(i % 5, 300));
    });
    expect(seen.some(Boolean)).toBe(true);
  });
});

test('a database that can not be used: a typed error from every member', async () => {
  const name = newName();
  // Of a later version, as a later release of this package would leave it.
  const later = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(name, 99);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  later.close();
  const cache = browserVideoTokenCache({ name });
  await expect(cache.set('key', entry(1))).rejects.toThrow(OutputFailedError);
  await expect(cache.get('key')).rejects.toThrow(OutputFailedError);
  await expect(cache.size()).rejects.toThrow(name);
  await expect(cache.clear()).rejects.toThrow('Allow this site to store data');
});
