import { tfjsBackend } from '@slowfast/tensor-backends/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect, test } from 'vitest';
import { openAssistant } from './index.browser.ts';
import { clips } from './testing/clips.ts';

// All memory that WebAssembly gets in this page, from before the runtime is loaded.
const memories: WebAssembly.Memory[] = [];
WebAssembly.Memory = class extends WebAssembly.Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    memories.push(this);
  }
};

interface PageMemory {
  readonly wasmBytes: number;
  readonly tensors: number;
  readonly heapBytes: number;
}

/** What is in use once everything that can go has gone. */
async function settledMemory(): Promise<PageMemory> {
  const { gc, performance } = globalThis as unknown as {
    gc(): void;
    performance: { readonly memory: { readonly usedJSHeapSize: number } };
  };
  for (let round = 0; round < 3; round += 1) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    wasmBytes: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    tensors: tf.memory().numTensors,
    heapBytes: performance.memory.usedJSHeapSize,
  };
}

test('ten videos in a row: heap, WebAssembly memory and tensors grow no more after the third', async () => {
  await tf.setBackend('cpu');
  const bytes = await clips.bytes('square.webm');
  await using assistant = await openAssistant({
    ...{ cache: false, backend: 'tfjs', threads: 1, worker: false },
    stages: { backends: { tfjs: () => tfjsBackend(tf) } },
  });
  const after: PageMemory[] = [];
  for (let video = 0; video < 10; video += 1) {
    await using watched = await assistant.watch(new Blob([bytes]));
    expect((await watched.ask('What shape appears?').result()).answer).toBe('square');
    await watched.dispose();
    after.push(await settledMemory());
  }
  const [third, tenth] = [after[2]!, after[9]!];
  expect(memories.length).toBeGreaterThan(0);
  expect(tenth.wasmBytes).toBe(third.wasmBytes);
  expect(tenth.tensors).toBe(third.tensors);
  // What V8 keeps for itself, e.g. code that it has optimised, is a few hundred kilobytes.
  expect(tenth.heapBytes - third.heapBytes).toBeLessThan(1_000_000);
});
