import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { defaultBlockBytes as blockBytes } from '../block-cache.ts';
import { spoolToDisk } from '../node/spool-to-disk.ts';
import { rangeServer } from '../testing/range-server.ts';
import { failureOf } from '../testing/test-failure.ts';
import { printableAddress } from './http-address.ts';
import { httpBytes } from './http-bytes.ts';
import { defaultHttpPatience } from './http-patience.ts';

const content = Uint8Array.from({ length: 3 * blockBytes + 7 }, (_, k) => (k * 7 + (k >> 9)) % 251);
const never = new AbortController().signal;
const patience = { ...defaultHttpPatience, firstDelayMs: 1 };
const options = { fail: failureOf, spool: spoolToDisk({ memoryBytes: 100_000 }), signal: never, patience };

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

describe('a server that answers ranges', () => {
  test('is asked for what is read', async () => {
    await using server = await rangeServer(content);
    const bytes = await httpBytes(server.url, options);
    expect(bytes.size).toBe(content.length);
    expect(await bytes.read(10, 20)).toEqual(content.slice(10, 20));
    expect(await bytes.read(content.length - 3, content.length + 3)).toEqual(content.slice(-3));
    expect(await bytes.readOnce?.(2 * blockBytes, 2 * blockBytes + 5)).toEqual(
      content.slice(2 * blockBytes, 2 * blockBytes + 5),
    );
    expect(server.asked).toEqual([
      `bytes=0-${blockBytes - 1}`,
      `bytes=${3 * blockBytes}-${content.length - 1}`,
      `bytes=${2 * blockBytes}-${2 * blockBytes + 4}`,
    ]);
    await bytes.close();
  });

  test('is asked again where it is too busy, as late as it asks for, and where it breaks off', async () => {
    await using server = await rangeServer(content, {
      odd(number, _, response) {
        if (number === 0) response.writeHead(503, { 'Retry-After': '0' }).end();
        else if (number === 2) response.writeHead(429).end();
        else if (number === 3) {
          const range = `bytes ${blockBytes}-${2 * blockBytes - 1}/${content.length}`;
          response.writeHead(206, { 'Content-Range': range, 'Content-Length': blockBytes });
          response.write(content.subarray(0, 1000), () => response.destroy());
        } else return false;
        return true;
      },
    });
    const bytes = await httpBytes(server.url, options);
    expect(await bytes.read(blockBytes, blockBytes + 9)).toEqual(content.slice(blockBytes, blockBytes + 9));
    expect(server.asked).toHaveLength(5);
    await bytes.close();
  });

  test('is not waited for longer than patience lasts: busy for an hour, and silent', async () => {
    await using busy = await rangeServer(content, {
      odd: (_, __, response) => Boolean(response.writeHead(503, { 'Retry-After': '3600' }).end()),
    });
    await expect(httpBytes(busy.url, options)).rejects.toMatchObject({
      failure: { kind: 'refused', status: 503, reason: 'the server answered 503 Service Unavailable' },
    });
    expect(busy.asked).toHaveLength(1);
    await using silent = await rangeServer(content, { odd: () => true });
    await expect(
      httpBytes(silent.url, { ...options, patience: { ...patience, answerMs: 50, attempts: 2 } }),
    ).rejects.toMatchObject({ failure: { reason: 'the server gave no answer for 0.05 s' } });
    expect(silent.asked.every((range) => range !== 'all')).toBe(true);
    await using stalled = await rangeServer(content, {
      odd(number, _, response) {
        if (number === 0) return false;
        const range = `bytes ${blockBytes}-${2 * blockBytes - 1}/${content.length}`;
        response.writeHead(206, { 'Content-Range': range, 'Content-Length': blockBytes }).write('a');
        return true;
      },
    });
    const bytes = await httpBytes(stalled.url, {
      ...options,
      patience: { ...patience, stallMs: 1000, attempts: 3 },
    });
    await expect(bytes.read(blockBytes, blockBytes + 1)).rejects.toMatchObject({
      failure: { reason: 'nothing more came for 1 s' },
    });
    await bytes.close();
  });

  test('is refused when the file is no longer the one that was opened', async () => {
    let version = 1;
    await using server = await rangeServer(content, { etag: () => `"${version}"` });
    const bytes = await httpBytes(server.url, options);
    expect(await bytes.read(blockBytes, blockBytes + 1)).toHaveLength(1);
    version = 2;
    await expect(bytes.read(2 * blockBytes, 2 * blockBytes + 1)).rejects.toMatchObject({
      failure: { kind: 'changed', reason: 'the file has changed while it was read' },
    });
    await bytes.close();
  });

  test('gets user and password as a header, and messages have neither', async () => {
    await using server = await rangeServer(content);
    const url = new URL(server.url);
    url.username = 'us%65r';
    url.password = 'pä:ss';
    url.search = '?token=secret';
    const bytes = await httpBytes(url, options);
    expect(server.lastHeaders().authorization).toBe(
      `Basic ${Buffer.from('user:pä:ss', 'utf8').toString('base64')}`,
    );
    expect(bytes.place).toBe(`${server.url.href}?…`);
    expect(printableAddress('data:text/plain,abc')).toBe('a data: address');
    await bytes.close();
  });
});

describe('a server that answers no ranges', () => {
  const whole = (_: number, __: unknown, response: import('node:http').ServerResponse) =>
    Boolean(response.writeHead(200).end(content));

  test('is read once, and kept in a temporary file that goes with it', async () => {
    await using server = await rangeServer(content, { odd: whole });
    const bytes = await httpBytes(server.url, options);
    expect(await kept()).toBe(1);
    expect(await bytes.read(blockBytes - 2, blockBytes + 2)).toEqual(
      content.slice(blockBytes - 2, blockBytes + 2),
    );
    expect([bytes.size, server.asked.length, bytes.place]).toEqual([content.length, 1, server.url.href]);
    await bytes.close();
    await bytes.close();
    expect(await kept()).toBe(0);
  });

  test('is read anew where it breaks off, and refused where that goes on', async () => {
    let broken = 1;
    await using server = await rangeServer(content, {
      odd(number, request, response) {
        if (broken-- <= 0) return whole(number, request, response);
        response.writeHead(200, { 'Content-Length': content.length });
        response.write(content.subarray(0, 200_000), () => response.destroy());
        return true;
      },
    });
    const bytes = await httpBytes(server.url, options);
    expect(Buffer.compare(await bytes.read(0, content.length), content)).toBe(0);
    await bytes.close();
    broken = 100;
    await expect(httpBytes(server.url, options)).rejects.toMatchObject({ failure: { kind: 'broken' } });
    expect(await kept()).toBe(0);
  });

  test('leaves nothing behind when it is cancelled, or sends too much', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    await using server = await rangeServer(content, {
      odd(_, __, response) {
        response.writeHead(200);
        response.write(content, () => controller.abort(reason));
        return true;
      },
    });
    await expect(httpBytes(server.url, { ...options, signal: controller.signal })).rejects.toBe(reason);
    await using other = await rangeServer(content, { odd: whole });
    const small = { ...options, spool: spoolToDisk({ memoryBytes: 100_000, maxBytes: 200_000 }) };
    await expect(httpBytes(other.url, small)).rejects.toMatchObject({ failure: { kind: 'too-large' } });
    expect(await kept()).toBe(0);
  });
});

test('what is not there, and an empty file', async () => {
  await using server = await rangeServer(content, {
    odd: (_, __, response) => Boolean(response.writeHead(404).end()),
  });
  await expect(httpBytes(server.url, options)).rejects.toMatchObject({
    failure: { kind: 'refused', status: 404, reason: 'the server answered 404 Not Found' },
  });
  await using empty = await rangeServer(new Uint8Array(0));
  const bytes = await httpBytes(empty.url, options);
  expect([bytes.size, (await bytes.read(0, 10)).length]).toEqual([0, 0]);
  await bytes.close();
  await expect(httpBytes(new URL('http://127.0.0.1:9/a.mp4'), options)).rejects.toMatchObject({
    failure: { kind: 'unreachable', reason: expect.stringContaining('the network failed') },
  });
});
