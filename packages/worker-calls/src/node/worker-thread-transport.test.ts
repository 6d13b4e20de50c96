import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createRpcPeer } from '../rpc-peer.ts';
import { workerThreadTransport } from './worker-thread-transport.ts';

const start = () => new Worker(new URL('../testing/worker-thread.ts', import.meta.url));

test.each([
  ['stop', 'it exited with code 3'],
  ['throw', 'outside of a call'],
])('a thread that does %s fails what waits for it, and what comes later', async (method, reason) => {
  const peer = createRpcPeer(workerThreadTransport(start()), {});
  const twice = { value: 21, afterMs: 0 };
  expect(await peer.call('double', twice)).toBe(42);
  await expect(peer.call(method)).rejects.toMatchObject({ code: 'worker-failed', facts: { reason } });
  await expect(peer.call('double', twice)).rejects.toMatchObject({ code: 'worker-failed' });
});

test('closing ends the thread, which is no failure', async () => {
  const worker = start();
  const peer = createRpcPeer(workerThreadTransport(worker), {});
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  await peer.close(new Error('enough'));
  await exited;
  expect(peer.ended.reason).toMatchObject({ message: 'enough' });
});

test('a program that waits for an answer gets it, and one that forgets to close ends all the same', async () => {
  const program = fileURLToPath(new URL('../testing/forgets-to-close.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  expect(stdout).toBe('42 8\nTimeoutError\n');
});
