import { ModelNotFoundError } from '@slowfast/spec';
import { afterEach, expect, test } from 'vitest';
import { messagePortTransport } from './message-port-transport.ts';
import { type CallContext, createRpcPeer, type RpcPeer } from './rpc-peer.ts';

const peers: RpcPeer[] = [];
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close(new Error('the test is over'));
});

function connect(handlers: Parameters<typeof createRpcPeer>[1]): RpcPeer {
  const { port1, port2 } = new MessageChannel();
  const peer = createRpcPeer(messagePortTransport(port1), {});
  peers.push(createRpcPeer(messagePortTransport(port2), handlers), peer);
  return peer;
}

test('calls give results, events come before them', async () => {
  const peer = connect({
    double: async (value: number, { emit }: CallContext) => {
      emit('working');
      return value * 2;
    },
  });
  const events: string[] = [];
  const result = await peer.call<number>('double', 21, { onEvent: (event: string) => events.push(event) });
  expect(result).toBe(42);
  expect(events).toEqual(['working']);
});

test('typed errors keep class, code and facts', async () => {
  const peer = connect({
    fail: async () => {
      throw new ModelNotFoundError({ place: 'somewhere' });
    },
  });
  const error = await peer.call('fail').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ModelNotFoundError);
  expect(error).toMatchObject({ code: 'model-not-found', facts: { place: 'somewhere' } });
});

test('an error that can not be cloned arrives, too', async () => {
  const peer = connect({
    fail: async () => {
      const cause = Object.assign(new TypeError('inner'), { callback: () => {} });
      throw new ModelNotFoundError({ place: 'somewhere', callback: () => {} } as never, { cause });
    },
  });
  const error = await peer.call('fail').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'model-not-found', facts: { place: 'somewhere' } });
  expect((error as Error).cause).toMatchObject({ name: 'TypeError', message: 'inner' });
});

test('cancelling rejects with the signal’s reason and aborts the handler', async () => {
  const { promise: handlerAborted, resolve } = Promise.withResolvers<string>();
  const peer = connect({
    wait: (_: undefined, { signal }: CallContext) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          resolve((signal.reason as Error).name);
          reject(signal.reason);
        });
      }),
  });
  const stop = new AbortController();
  const call = peer.call('wait', undefined, { signal: stop.signal });
  const reason = new DOMException('enough', 'AbortError');
  setTimeout(() => stop.abort(reason), 5);
  await expect(call).rejects.toBe(reason);
  expect(await handlerAborted).toBe('AbortError');
});

test('an event handler that throws cancels its call with what it threw', async () => {
  const peer = connect({
    chatter: async (_: undefined, { emit, signal }: CallContext) => {
      emit('word');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw signal.reason;
    },
  });
  const onEvent = () => {
    throw new Error('not listening');
  };
  await expect(peer.call('chatter', undefined, { onEvent })).rejects.toThrow('not listening');
});

test('transferred buffers are moved', async () => {
  const peer = connect({
    make: async (_: undefined, { transfer }: CallContext) => {
      const bytes = Uint8Array.of(1, 2, 3);
      transfer(bytes.buffer);
      return bytes;
    },
  });
  expect([...(await peer.call<Uint8Array>('make'))]).toEqual([1, 2, 3]);
});

test('what can not be sent fails its call alone', async () => {
  const peer = connect({
    give: async () => () => 'a function',
    double: async (value: number) => value * 2,
  });
  await expect(peer.call('double', () => 2)).rejects.toThrow(/clone/);
  await expect(peer.call('give')).rejects.toThrow(/clone/);
  expect(await peer.call('double', 4)).toBe(8);
});

test('closing rejects what is pending and what comes later, and aborts what is served', async () => {
  const { promise: handlerAborted, resolve } = Promise.withResolvers<string>();
  const { port1, port2 } = new MessageChannel();
  const calling = createRpcPeer(messagePortTransport(port1), {});
  const serving = createRpcPeer(messagePortTransport(port2), {
    wait: (_: undefined, { signal }: CallContext) => {
      signal.addEventListener('abort', () => resolve((signal.reason as Error).message));
      return new Promise(() => {});
    },
    echo: async (value: string) => value,
  });
  const pending = calling.call('wait');
  expect(await calling.call('echo', 'here')).toBe('here');
  const gone = expect(pending).rejects.toMatchObject({
    code: 'worker-failed',
    facts: { reason: expect.any(String) },
  });
  await serving.close(new Error('enough'));
  expect(await handlerAborted).toBe('enough');
  await gone;
  await expect(calling.call('wait')).rejects.toMatchObject({ code: 'worker-failed' });
  expect(calling.ended.aborted).toBe(true);
  await calling.close(new Error('too late'));
  expect(calling.ended.reason).toMatchObject({ code: 'worker-failed' });
});
