import type { TensorBackend } from '@slowfast/spec';

/** Computes something with each operation of a backend. */
export async function useOnce(backend: TensorBackend): Promise<void> {
  using frames = backend.upload(new Float32Array(2 * 3 * 4), [2, 3, 4, 1]);
  using adopted = await backend.adopt(frames);
  using taken = backend.take(adopted, [1, 0]);
  using largest = backend.pool(taken, { rows: 1, columns: 2 }, 'max');
  using means = backend.pool(taken, { rows: 1, columns: 2 }, 'mean');
  using adaptive = backend.poolAdaptive(taken, { rows: 2, columns: 3 });
  using part = backend.take(adaptive, [0]);
  using flat = backend.reshape(part, [1, 6]);
  using sum = backend.sum(largest);
  using twice = backend.scale(sum, 2);
  using other = backend.sum(means);
  using added = backend.add(twice, other);
  using row = backend.reshape(added, [1, 6]);
  using all = backend.concat([flat, row]);
  await backend.run([all, adopted]);
  await all.read();
}
