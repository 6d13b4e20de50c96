import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bytesInMemory } from '../bytes-in-memory.ts';
import { failureOf } from '../testing/test-failure.ts';
import { spoolToDisk } from './spool-to-disk.ts';
import { withFile } from './with-file.ts';

const content = Uint8Array.from({ length: 50_000 }, (_, k) => (k * 7 + (k >> 9)) % 251);
const pieces = () => Array.from({ length: 10 }, (_, k) => content.slice(5000 * k, 5000 * (k + 1)));
const options = {
  ...{ place: 'a stream', what: 'a stream', fail: failureOf },
  signal: new AbortController().signal,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'byte-sources-'));
  vi.stubEnv('TMPDIR', folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});
const kept = async () => (await readdir(folder)).length;

test.each([5000, 1e6])(
  'a stream is read in any order, kept in memory up to %d bytes',
  async (memoryBytes) => {
    for (const stream of [Readable.from(pieces()), new Blob(pieces()).stream()]) {
      const bytes = await spoolToDisk({ memoryBytes })(stream, options);
      expect(await kept()).toBe(memoryBytes < content.length ? 1 : 0);
      expect(bytes.size).toBe(content.length);
      expect([...(await bytes.read(7000, 7010))]).toEqual([...content.slice(7000, 7010)]);
      const path = await bytes.file();
      expect(new Uint8Array(await readFile(path))).toEqual(content);
      expect((await stat(path)).mode & 0o077).toBe(0);
      await bytes.close();
      expect(await kept()).toBe(0);
    }
  },
);

test('the first bytes are looked at, and can end it', async () => {
  const seen: number[] = [];
  const looking = { ...options, checkHead: (head: Uint8Array) => void seen.push(head.length) };
  await (await spoolToDisk()(Readable.from(pieces()), looking)).close();
  await (await spoolToDisk()(Readable.from([content.slice(0, 10)]), looking)).close();
  expect(seen).toEqual([4096, 10]);
  let read = 0;
  async function* endless() {
    for (; ; read++) yield content;
  }
  const refusing = {
    ...options,
    checkHead: () => {
      throw new Error('no video');
    },
  };
  await expect(spoolToDisk()(endless(), refusing)).rejects.toThrow('no video');
  expect(read).toBeLessThan(2);
  expect(await kept()).toBe(0);
});

test('a stream that is cancelled, fails or is too long leaves nothing behind, and is let go of', async () => {
  const spool = spoolToDisk({ memoryBytes: 1000, maxBytes: 40_000 });
  const reason = new Error('enough');
  const stop = new AbortController();
  let cancelled: unknown;
  const silent = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(content),
    cancel: (why) => {
      cancelled = why;
    },
  });
  const reading = spoolToDisk({ memoryBytes: 1000 })(silent, { ...options, signal: stop.signal });
  setTimeout(() => stop.abort(reason), 20);
  await expect(reading).rejects.toBe(reason);
  expect(cancelled).toBe(reason);
  const readable = new Readable({ read: () => undefined });
  readable.push(content);
  const stopping = new AbortController();
  const waiting = spoolToDisk({ memoryBytes: 1000 })(readable, { ...options, signal: stopping.signal });
  setTimeout(() => stopping.abort(reason), 20);
  await expect(waiting).rejects.toBe(reason);
  expect(readable.destroyed).toBe(true);
  async function* failing() {
    yield content.slice(0, 2000);
    throw new Error('cut off');
  }
  await expect(spool(failing(), options)).rejects.toMatchObject({
    failure: { kind: 'broken', reason: 'a stream that failed: cut off' },
  });
  // A failure of the stream is none of the place where it is kept.
  await expect(spool(createReadStream(join(folder, 'missing')), options)).rejects.toMatchObject({
    failure: { kind: 'broken', reason: expect.stringContaining('a stream that failed: ENOENT') },
  });
  await expect(spool(Readable.from(pieces()), options)).rejects.toMatchObject({
    failure: { kind: 'too-large', reason: expect.stringContaining('a stream of more than 40000 bytes') },
  });
  expect(await kept()).toBe(0);
});

test('bytes from elsewhere become a file when one is asked for', async () => {
  const bytes = withFile(bytesInMemory(content), failureOf);
  expect(await kept()).toBe(0);
  const [path, same] = await Promise.all([bytes.file(), bytes.file()]);
  expect(same).toBe(path);
  expect(new Uint8Array(await readFile(path))).toEqual(content);
  await bytes.close();
  expect(await kept()).toBe(0);
});
