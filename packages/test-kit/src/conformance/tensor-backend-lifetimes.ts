import { hostTensor } from '@slowfast/spec';
import { expect } from 'vitest';
import { expectCloseValues, expectEqualValues } from './expect-values.ts';
import type { OnBackend } from './on-backend.ts';
import { plain } from './plain-operations.ts';
import { seededValues } from './seeded-values.ts';

const shape = [4, 2, 2, 3] as const;
const length = 48;

/** Who owns what, and when results become real. */
export function testTensorLifetimes(onBackend: OnBackend): void {
  onBackend('uploads a copy', async (backend, keep) => {
    const values = seededValues(length);
    const tensor = keep(backend.upload(values, shape));
    values.fill(0);
    expectEqualValues(await tensor.read(), seededValues(length));
  });

  onBackend('adopts a tensor of the host and of itself', async (backend, keep) => {
    using host = hostTensor(seededValues(length), shape);
    const adopted = keep(await backend.adopt(host));
    expect(adopted.shape).toEqual(shape);
    expectEqualValues(await adopted.read(), host.values);
    const again = keep(await backend.adopt(adopted));
    adopted[Symbol.dispose]();
    expectEqualValues(await again.read(), host.values);
  });

  onBackend('what has run no longer needs what was adopted', async (backend, keep) => {
    const values = seededValues(length);
    const host = hostTensor(values, shape);
    const adopted = keep(await backend.adopt(host));
    const flat = keep(backend.reshape(adopted, [16, 3]));
    const part = keep(backend.take(adopted, [1, 2]));
    const pooled = keep(backend.pool(adopted, { rows: 2, columns: 2 }, 'max'));
    await backend.run([flat, part, pooled]);
    adopted[Symbol.dispose]();
    host[Symbol.dispose]();
    values.fill(0);
    const before = { values: seededValues(length), shape };
    expectEqualValues(await flat.read(), before.values);
    expectEqualValues(await part.read(), plain.take(before, [1, 2]).values);
    expectEqualValues(await pooled.read(), plain.pool(before, { rows: 2, columns: 2 }, 'max').values);
  });

  onBackend('inputs may be disposed before a result is read', async (backend, keep) => {
    const input = { values: seededValues(length), shape };
    const uploaded = backend.upload(input.values, shape);
    const scaled = backend.scale(uploaded, 2);
    uploaded[Symbol.dispose]();
    const taken = backend.take(scaled, [3, 0]);
    scaled[Symbol.dispose]();
    const pooled = keep(backend.poolAdaptive(taken, { rows: 1, columns: 1 }));
    taken[Symbol.dispose]();
    const doubled = { ...input, values: input.values.map((value) => value * 2) };
    const expected = plain.poolAdaptive(plain.take(doubled, [3, 0]), { rows: 1, columns: 1 });
    expectCloseValues(await pooled.read(), expected.values, 1e-6);
  });

  onBackend('operations leave their inputs as they were', async (backend, keep) => {
    const values = seededValues(length);
    const tensor = keep(backend.upload(values, shape));
    const made = [
      backend.scale(tensor, 3),
      backend.add(tensor, tensor),
      backend.reshape(tensor, [length]),
      backend.take(tensor, [0, 1, 2, 3]),
      backend.sum(tensor),
    ];
    await backend.run(made);
    for (const result of made) result[Symbol.dispose]();
    expectEqualValues(await tensor.read(), values);
  });

  onBackend('running and reading twice gives the same', async (backend, keep) => {
    const tensor = keep(backend.upload(seededValues(length), shape));
    const sum = keep(backend.sum(tensor));
    await backend.run([sum, sum]);
    const first = (await sum.read()).slice();
    await backend.run([sum]);
    expectEqualValues(await sum.read(), first);
    await backend.run([]);
  });

  onBackend('results may be run at the same time', async (backend, keep) => {
    const input = { values: seededValues(length), shape };
    const tensor = keep(backend.upload(input.values, shape));
    const shared = keep(backend.scale(tensor, 1));
    const parts = [0, 1, 2, 3].map((position) => keep(backend.take(shared, [position])));
    await Promise.all([...parts.map((part) => backend.run([part])), parts[2]!.read()]);
    for (const [position, part] of parts.entries()) {
      expectEqualValues(await part.read(), plain.take(input, [position]).values);
    }
  });

  onBackend('disposing twice is allowed, using afterwards is not', async (backend) => {
    const tensor = backend.upload(new Float32Array(4), [1, 2, 2, 1]);
    tensor[Symbol.dispose]();
    tensor[Symbol.dispose]();
    const disposed = expect.objectContaining({ code: 'disposed' });
    await expect(tensor.read()).rejects.toThrow(disposed);
    await expect(backend.run([tensor])).rejects.toThrow(disposed);
    await expect(backend.adopt(tensor)).rejects.toThrow(disposed);
    for (const call of [
      () => backend.reshape(tensor, [4]),
      () => backend.take(tensor, [0]),
      () => backend.pool(tensor, { rows: 2, columns: 2 }, 'max'),
      () => backend.poolAdaptive(tensor, { rows: 1, columns: 1 }),
      () => backend.sum(tensor),
      () => backend.add(tensor, tensor),
      () => backend.scale(tensor, 1),
      () => backend.concat([tensor]),
    ]) {
      expect(call).toThrow(disposed);
    }
  });

  onBackend('refuses tensors that are not its own', async (backend) => {
    using host = hostTensor(new Float32Array(4), [1, 2, 2, 1]);
    expect(() => backend.scale(host, 2)).toThrow(expect.objectContaining({ code: 'invalid-tensor' }));
  });
}
