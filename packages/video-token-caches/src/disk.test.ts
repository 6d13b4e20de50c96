import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CachedVideoTokens, InvalidSettingError, OutputFailedError } from '@slowfast/spec';
import { videoTokenCacheConformance } from '@slowfast/test-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultCacheFolder, diskVideoTokenCache } from './disk.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'video-token-cache-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
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

const kept = () => readdirSync(root).filter((name) => name.endsWith('.slowfast-tokens'));
const onlyFile = () => join(root, kept()[0]!);

videoTokenCacheConformance('disk', { create: () => diskVideoTokenCache({ folder: root }) });

describe('diskVideoTokenCache', () => {
  it('makes its folder when it first writes', async () => {
    const cache = diskVideoTokenCache({ folder: join(root, 'made', 'when needed') });
    expect(await cache.get('key')).toBeUndefined();
    expect(await cache.size()).toBe(0);
    expect(readdirSync(root)).toEqual([]);
    await cache.set('key', entry(1));
    expect(await cache.get('key')).toEqual(entry(1));
  });

  it('keeps an entry without values', async () => {
    const cache = diskVideoTokenCache({ folder: root });
    await cache.set('none', { ...entry(1), values: new Float32Array() });
    expect((await cache.get('none'))?.values).toHaveLength(0);
  });

  it('outlives the process that wrote it', async () => {
    await diskVideoTokenCache({ folder: root }).set('key', entry(1));
    expect(await diskVideoTokenCache({ folder: root }).get('key')).toEqual(entry(1));
  });

  it('removes all entries and leaves the files of others', async () => {
    const cache = diskVideoTokenCache({ folder: root });
    await cache.set('one', entry(1));
    await cache.set('two', entry(2));
    writeFileSync(join(root, 'notes.txt'), 'mine');
    expect(await cache.size()).toBe(kept().reduce((sum, name) => sum + statSync(join(root, name)).size, 0));
    await cache.clear();
    expect(readdirSync(root)).toEqual(['notes.txt']);
  });
});

describe('a damaged entry is absent, and removed', () => {
  const damage: [string, (bytes: Buffer) => Buffer][] = [
    ['empty', () => Buffer.alloc(0)],
    ['cut in the header', (bytes) => bytes.subarray(0, 20)],
    ['cut at the end', (bytes) => bytes.subarray(0, -1)],
    ['longer than it was', (bytes) => Buffer.concat([bytes, Buffer.alloc(4)])],
    ['of another form', (bytes) => Buffer.concat([Buffer.from('SFTOKEN0'), bytes.subarray(8)])],
    [
      'with another length of its header',
      (bytes) => Buffer.concat([bytes.subarray(0, 8), Buffer.of(255, 255, 255, 255), bytes.subarray(12)]),
    ],
    [
      'with one bit changed',
      (bytes) => bytes.map((byte, i) => (i === bytes.length - 50 ? byte ^ 1 : byte)) as Buffer,
    ],
  ];

  it.each(damage)('%s', async (_, change) => {
    const cache = diskVideoTokenCache({ folder: root });
    await cache.set('key', entry(1));
    writeFileSync(onlyFile(), change(readFileSync(onlyFile())));
    expect(await cache.get('key')).toBeUndefined();
    expect(kept()).toEqual([]);
  });

  it('under the name of another key', async () => {
    const cache = diskVideoTokenCache({ folder: root });
    await cache.set('one', entry(1));
    const one = onlyFile();
    await cache.set('two', entry(2));
    const two = join(root, kept().find((name) => join(root, name) !== one)!);
    cpSync(one, two);
    expect(await cache.get('two')).toBeUndefined();
    expect(await cache.get('one')).toEqual(entry(1));
  });
});

describe('the bound', () => {
  it('lets the least recently used entry make room', async () => {
    const cache = diskVideoTokenCache({ folder: root });
    await cache.set('one', entry(1));
    const bytes = await cache.size();
    for (const [key, first] of [
      ['two', 2],
      ['three', 3],
    ] as const)
      await cache.set(key, entry(first));
    for (const [i, name] of kept().entries()) utimesSync(join(root, name), i, i);
    await cache.get('one');

    const bounded = diskVideoTokenCache({ folder: root, maxBytes: 2 * bytes });
    await bounded.set('four', entry(4));
    expect(await bounded.get('one')).toEqual(entry(1));
    expect(await bounded.get('four')).toEqual(entry(4));
    expect(await bounded.size()).toBe(2 * bytes);
  });

  it('keeps no entry that is larger, and takes none away for it', async () => {
    const cache = diskVideoTokenCache({ folder: root, maxBytes: 1000 });
    await cache.set('small', entry(1));
    await cache.set('large', entry(2, 1000));
    expect(await cache.get('large')).toBeUndefined();
    expect(await cache.get('small')).toEqual(entry(1));
  });

  it('of nothing keeps nothing', async () => {
    const cache = diskVideoTokenCache({ folder: root, maxBytes: 0 });
    await cache.set('key', entry(1));
    expect(readdirSync(root)).toEqual([]);
  });

  it.each([-1, Number.NaN])('can not be %s', (maxBytes) => {
    expect(() => diskVideoTokenCache({ folder: root, maxBytes })).toThrow(InvalidSettingError);
  });

  it('clears away what a process that ended in the middle left, not what another is writing', async () => {
    const cache = diskVideoTokenCache({ folder: root });
    const [old, fresh] = ['old', 'fresh'].map((name) => join(root, `${name}.slowfast-unfinished`));
    writeFileSync(old!, 'x');
    writeFileSync(fresh!, 'x');
    const twoHoursAgo = Date.now() / 1000 - 7200;
    utimesSync(old!, twoHoursAgo, twoHoursAgo);
    await cache.set('key', entry(1));
    expect(readdirSync(root).filter((name) => name.endsWith('unfinished'))).toEqual([
      'fresh.slowfast-unfinished',
    ]);
  });
});

describe('many at once', () => {
  it('never shows half an entry and never fails', async () => {
    const caches = [1, 2, 3].map(() => diskVideoTokenCache({ folder: root, maxBytes: 9000 }));
    const seen: (CachedVideoTokens | undefined)[] = [];
    await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const cache = caches[i % 3]!;
        await cache.set(`key ${i % 5}`, entry(i % 5, 300));
        seen[i] = await cache.get(`key ${i % 5}`);
      }),
    );
    seen.forEach((found, i) => {
      if (found) expect(found).toEqual(entry(i % 5, 300));
    });
    await caches[0]!.set('last', entry(9, 300));
    expect(await caches[0]!.size()).toBeLessThanOrEqual(9000);
    expect(readdirSync(root).filter((name) => name.endsWith('unfinished'))).toEqual([]);
  });
});

describe('a folder that can not be used', () => {
  it('that is a file: a typed error from every member', async () => {
    const folder = join(root, 'file');
    writeFileSync(folder, '');
    const cache = diskVideoTokenCache({ folder });
    await expect(cache.set('key', entry(1))).rejects.toThrow(OutputFailedError);
    await expect(cache.get('key')).rejects.toThrow(OutputFailedError);
    await expect(cache.size()).rejects.toThrow(OutputFailedError);
    await expect(cache.clear()).rejects.toThrow(OutputFailedError);
  });

  it('where something else lies in the place of the entry: nothing is left behind', async () => {
    const cache = diskVideoTokenCache({ folder: root });
    await cache.set('key', entry(1));
    const file = onlyFile();
    rmSync(file);
    mkdirSync(join(file, 'not empty'), { recursive: true });
    await expect(cache.set('key', entry(1))).rejects.toThrow(OutputFailedError);
    await expect(cache.get('key')).rejects.toThrow(OutputFailedError);
    expect(readdirSync(root)).toHaveLength(1);
  });
});

describe('defaultCacheFolder', () => {
  const home = '/home/ada';
  it.each([
    ['linux', { SLOWFAST_CACHE: '/c', XDG_CACHE_HOME: '/x' }, '/c'],
    ['linux', { XDG_CACHE_HOME: '/x' }, '/x/slowfast'],
    ['linux', { XDG_CACHE_HOME: 'relative', SLOWFAST_CACHE: '' }, '/home/ada/.cache/slowfast'],
    ['darwin', {}, '/home/ada/Library/Caches/slowfast'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/slowfast/Cache'],
    ['win32', {}, '/home/ada/AppData/Local/slowfast/Cache'],
  ] as const)('on %s with %o', (platform, environment, expected) => {
    expect(defaultCacheFolder({ platform, environment, home }).replaceAll('\\', '/')).toBe(expected);
  });
});
