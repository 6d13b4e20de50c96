import { expect, test } from 'vitest';
import { createRpcPeer } from './rpc-peer.ts';
import { webWorkerTransport } from './web-worker-transport.ts';

const start = () => new Worker(new URL('./testing/web-worker.ts', import.meta.url), { type: 'module' });

test.each([
  ['stop', 'it stopped'],
  ['throw', 'outside of a call'],
])('a worker that does %s fails what waits for it, and what comes later', async (method, reason) => {
  const peer = createRpcPeer(webWorkerTransport(start()), {});
  expect(await peer.call('double', 21)).toBe(42);
  const facts = { reason: expect.stringContaining(reason) };
  await expect(peer.call(method)).rejects.toMatchObject({ code: 'worker-failed', facts });
  await expect(peer.call('double', 21)).rejects.toMatchObject({ code: 'worker-failed', facts });
});

test('a worker whose script is not there is told', async () => {
  const worker = new Worker('/no-such-worker.js', { type: 'module' });
  const peer = createRpcPeer(webWorkerTransport(worker), {});
  await expect(peer.call('double', 21)).rejects.toMatchObject({
    code: 'worker-failed',
    facts: { reason: 'its script could not be loaded' },
  });
});

test('closing ends the worker, which is no failure', async () => {
  const peer = createRpcPeer(webWorkerTransport(start()), {});
  expect(await peer.call('double', 21)).toBe(42);
  const { locks } = navigator;
  const lives = async () =>
    (await locks.query()).held!.filter(({ name }) => name?.startsWith('slowfast-worker'));
  await expect.poll(async () => (await lives()).length).toBe(1);
  await peer.close(new Error('enough'));
  await expect.poll(async () => (await lives()).length).toBe(0);
  expect(peer.ended.reason).toMatchObject({ message: 'enough' });
});
