import { workerData } from 'node:worker_threads';
import { installedTfjsBackend } from '../installed-tfjs.ts';

// A thread of a test: computes as soon as all of them have loaded the library.
const { from, threads, ready } = workerData as {
  readonly from: string;
  readonly threads: number;
  readonly ready: Int32Array;
};
const backend = await installedTfjsBackend({ from });
Atomics.add(ready, 0, 1);
Atomics.notify(ready, 0);
for (let count = Atomics.load(ready, 0); count < threads; count = Atomics.load(ready, 0)) {
  Atomics.wait(ready, 0, count, 100);
}
for (let value = 1; value <= 20; value += 1) {
  using frames = backend.upload(new Float32Array(512).fill(value), [1, 8, 8, 8]);
  using means = backend.poolAdaptive(frames, { rows: 4, columns: 4 });
  using maxima = backend.pool(frames, { rows: 2, columns: 2 }, 'max');
  using sum = backend.add(means, maxima);
  const values = await sum.read();
  if (values.some((each) => each !== 2 * value)) throw new Error(`found ${values}, expected ${2 * value}`);
}
