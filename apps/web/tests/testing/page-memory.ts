import type { CDPSession, Page } from 'playwright';

/** Memory of a page together with its workers, once what can go has gone. */
export interface PageMemory {
  /** Objects of JavaScript. */
  readonly heapBytes: number;
  /** Buffers outside of the heap; the memory of WebAssembly is not among them. */
  readonly bufferBytes: number;
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

/** Looks into a page and its workers through the browser's debugging protocol; attach it before the page starts any. */
export async function watchMemory(page: Page): Promise<() => Promise<PageMemory>> {
  const session = await page.context().newCDPSession(page);
  const workers = await attachToWorkers(session);
  return async () => {
    const found: PageMemory[] = [
      await memoryOf((method, params) => session.send(method as never, params as never)),
    ];
    for (const send of workers()) {
      // A worker may end while it is looked at.
      const memory = await memoryOf(send).catch(() => undefined);
      if (memory) found.push(memory);
    }
    return {
      heapBytes: sumOf(found, ({ heapBytes }) => heapBytes),
      bufferBytes: sumOf(found, ({ bufferBytes }) => bufferBytes),
    };
  };
}

type Send = (method: string, params?: object) => Promise<unknown>;

/** The workers that answer; the threads of the runtime wait inside of WebAssembly and don't. */
async function attachToWorkers(session: CDPSession): Promise<() => readonly Send[]> {
  const attached = new Map<string, Send>();
  const waiting = new Map<string, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type !== 'worker' || targetInfo.url.includes('/ort.')) return;
    attached.set(sessionId, async (method, params = {}) => {
      lastId += 1;
      const answer = Promise.withResolvers<unknown>();
      // Whoever waits for it hears of it; nobody else must.
      answer.promise.catch(() => {});
      waiting.set(`${sessionId} ${lastId}`, answer);
      const message = JSON.stringify({ id: lastId, method, params });
      await session.send('Target.sendMessageToTarget', { sessionId, message });
      return answer.promise;
    });
  });
  session.on('Target.detachedFromTarget', ({ sessionId }) => {
    attached.delete(sessionId);
    for (const [key, { reject }] of waiting) {
      if (key.startsWith(`${sessionId} `)) reject(new Error('The worker has ended.'));
    }
  });
  session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
    const { id, result } = JSON.parse(message);
    waiting.get(`${sessionId} ${id}`)?.resolve(result);
    waiting.delete(`${sessionId} ${id}`);
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  return () => [...attached.values()];
}

async function memoryOf(send: Send): Promise<PageMemory> {
  for (let round = 0; round < 2; round += 1) await send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = (await send('Runtime.getHeapUsage')) as HeapUsage;
  return { heapBytes: usedSize, bufferBytes: backingStorageSize };
}

function sumOf(all: readonly PageMemory[], of: (memory: PageMemory) => number): number {
  return all.reduce((sum, memory) => sum + of(memory), 0);
}
