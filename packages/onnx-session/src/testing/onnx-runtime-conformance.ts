import { describe, expect, test } from 'vitest';
import type { OnnxRuntime } from '../onnx-runtime.ts';
import { float32Tensor, int64Tensor, type OnnxTensor, type OnnxValue } from '../onnx-tensor.ts';
import { isResident } from '../resident-tensor.ts';
import { sumFeeds, sumModel, sumOfFeeds } from './sum-model.ts';

/** What every runtime must do, whatever it computes on. */
export function onnxRuntimeConformance(
  title: string,
  runtime: OnnxRuntime,
  { hasHalfPrecision = true }: { readonly hasHalfPrecision?: boolean } = {},
): void {
  const { x, y } = sumFeeds;
  const open = (model: Uint8Array | string = sumModel('float32'), options = {}) =>
    runtime.open(model, options);

  describe(title, () => {
    test('runs a model given as bytes and tells its inputs and outputs', async () => {
      await using session = await open();
      expect(session.inputs).toEqual([
        { name: 'x', type: 'float32', shape: ['rows', 2] },
        { name: 'y', type: 'float32', shape: [1, 2] },
      ]);
      expect(session.outputs.map((output) => output.name)).toEqual(['sum', 'difference']);
      expect(await session.run({ x, y })).toEqual({
        sum: { type: 'float32', data: sumOfFeeds, shape: [2, 2] },
        difference: { type: 'float32', data: Float32Array.of(-9, -18, -7, -16), shape: [2, 2] },
      });
      expect(Object.keys(await session.run({ x, y }, { outputs: ['difference'] }))).toEqual(['difference']);
    });

    test.skipIf(!hasHalfPrecision)(
      hasHalfPrecision
        ? 'half precision goes in and out as bit patterns'
        : 'half precision: the graphics adapter has no shader-f16',
      async () => {
        await using session = await open(sumModel('float16'));
        // 1, 2, 4, -2 and 0.5, 65504
        const halves: OnnxTensor = {
          type: 'float16',
          data: Uint16Array.of(0x3c00, 0x4000, 0x4400, 0xc000),
          shape: [2, 2],
        };
        const row: OnnxTensor = { type: 'float16', data: Uint16Array.of(0x3800, 0x7bff), shape: [1, 2] };
        const { sum } = await session.run({ x: halves, y: row });
        expect(sum).toEqual({
          type: 'float16',
          data: Uint16Array.of(0x3e00, 0x7bff, 0x4480, 0x7bff),
          shape: [2, 2],
        });
        expect(sum!.data).toBeInstanceOf(Uint16Array);
      },
    );

    test('whole numbers', async () => {
      await using session = await open(sumModel('int64'));
      const { sum } = await session.run({
        x: int64Tensor([1, -2], [1, 2]),
        y: int64Tensor([2 ** 53 - 1, 5], [1, 2]),
      });
      expect(sum?.data).toEqual(BigInt64Array.of(2n ** 53n, 3n));
    });

    test('feeds may be views into larger and into shared memory, and are only read', async () => {
      await using session = await open();
      const view = Float32Array.of(0, 0, 1, 2, 3, 4, 0).subarray(2, 6);
      const shared = new Float32Array(new SharedArrayBuffer(8));
      shared.set([10, 20]);
      const results = await session.run({ x: float32Tensor(view, [2, 2]), y: float32Tensor(shared, [1, 2]) });
      expect(results.sum?.data).toEqual(sumOfFeeds);
      expect([...view, ...shared]).toEqual([1, 2, 3, 4, 10, 20]);
    });

    test('results belong to the caller: another run does not change them', async () => {
      await using session = await open();
      const first = await session.run({ x, y });
      await session.run({ x: float32Tensor(new Float32Array(4), [2, 2]), y });
      expect(first.sum?.data).toEqual(sumOfFeeds);
    });

    test('an empty axis goes in and comes out', async () => {
      await using session = await open();
      const { sum } = await session.run({ x: float32Tensor(new Float32Array(0), [0, 2]), y });
      expect(sum).toEqual({ type: 'float32', data: new Float32Array(0), shape: [0, 2] });
    });

    test('resident outputs are fed again, to other sessions too, and read', async () => {
      await using session = await open(undefined, { residentOutputs: ['sum'] });
      await using other = await open();
      const { sum, difference } = await session.run({ x, y });
      expect(difference?.data).toEqual(Float32Array.of(-9, -18, -7, -16));
      using resident = requireResident(sum);
      expect([resident.type, resident.shape]).toEqual(['float32', [2, 2]]);
      const again = await session.run({ x: resident, y });
      using secondSum = requireResident(again.sum);
      expect((await other.run({ x: resident, y })).sum?.data).toEqual(Float32Array.of(21, 42, 23, 44));
      expect(await secondSum.read()).toEqual({
        ...{ type: 'float32', data: Float32Array.of(21, 42, 23, 44), shape: [2, 2] },
      });
      // Read or not, it can be fed and read again.
      for (let i = 0; i < 2; i++) {
        expect((await resident.read()).data).toEqual(sumOfFeeds);
        expect((await other.run({ x: resident, y })).sum?.data).toEqual(Float32Array.of(21, 42, 23, 44));
      }
    });

    test('only those outputs are computed that are asked for, resident or not', async () => {
      await using session = await open(undefined, { residentOutputs: ['sum'] });
      expect(Object.keys(await session.run({ x, y }, { outputs: ['difference'] }))).toEqual(['difference']);
      const results = await session.run({ x, y }, { outputs: ['sum'] });
      using sum = requireResident(results.sum);
      expect(Object.keys(results)).toEqual(['sum']);
      expect((await sum.read()).data).toEqual(sumOfFeeds);
    });

    test('a resident output may be empty', async () => {
      await using session = await open(undefined, { residentOutputs: ['sum', 'difference'] });
      const empty = await session.run({ x: float32Tensor(new Float32Array(0), [0, 2]), y });
      using sum = requireResident(empty.sum);
      expect(await sum.read()).toEqual({ type: 'float32', data: new Float32Array(0), shape: [0, 2] });
      const again = await session.run({ x: sum, y });
      expect(requireResident(again.sum).shape).toEqual([0, 2]);
    });

    test('a resident tensor outlives its session and is of no use after its disposal', async () => {
      const session = await open(undefined, { residentOutputs: ['sum'] });
      await using other = await open();
      const { sum } = await session.run({ x, y });
      const resident = requireResident(sum);
      await session.dispose();
      expect((await other.run({ x: resident, y })).sum?.data).toEqual(Float32Array.of(21, 42, 23, 44));
      resident[Symbol.dispose]();
      resident[Symbol.dispose]();
      await expect(resident.read()).rejects.toMatchObject({ code: 'disposed' });
      await expect(other.run({ x: resident, y })).rejects.toMatchObject({ code: 'disposed' });
      expect((await other.run({ x, y })).sum?.data).toEqual(sumOfFeeds);
    });

    test('an output to keep that the model does not have is refused', async () => {
      const wrong = open(undefined, { residentOutputs: ['product'] });
      await expect(wrong).rejects.toMatchObject({ code: 'invalid-setting' });
    });

    test('threads are checked', async () => {
      for (const threads of [0, 1.5, -1]) {
        await expect(open(undefined, { threads })).rejects.toMatchObject({ code: 'invalid-setting' });
      }
      await using session = await open(undefined, { threads: 64 });
      expect((await session.run({ x, y })).sum?.data).toEqual(sumOfFeeds);
    });

    for (const residentOutputs of [[], ['sum']]) {
      const kept = residentOutputs.length > 0 ? ', also where results stay' : '';
      test(`what the runtime refuses is a typed error in one line${kept}`, async () => {
        await using session = await open(undefined, { residentOutputs });
        const attempts = [
          () => session.run({ x }),
          () => session.run({ x, y: float32Tensor(Float32Array.of(1), [1, 1, 1]) }),
          () => session.run({ x, y: float32Tensor(Float32Array.of(1, 2, 3), [1, 2]) }),
          () => session.run({ x, y: float32Tensor(Float32Array.of(1, 2, 3), [1, 3]) }),
          () => session.run({ x, y: int64Tensor([1, 2], [1, 2]) }),
          () => session.run({ x, y }, { outputs: ['nothing'] }),
          () => open('/nowhere/model.onnx'),
          () => open(new TextEncoder().encode('no model')),
        ];
        for (const attempt of attempts) {
          const error = await attempt().then(
            () => undefined,
            (reason: Error) => reason,
          );
          expect(error).toMatchObject({ code: 'runtime-failed', facts: { runtime: runtime.name } });
          expect(error?.message).not.toContain('\n');
          // A refused run leaves the session usable.
          const { sum } = await session.run({ x, y });
          const values = isResident(sum!) ? await sum.read() : sum!;
          expect(values.data).toEqual(sumOfFeeds);
        }
      });
    }

    test('an aborted signal is thrown before and after loading', async () => {
      const reason = new Error('enough');
      const aborted = AbortSignal.abort(reason);
      await expect(open(undefined, { signal: aborted })).rejects.toBe(reason);
      const controller = new AbortController();
      const opening = open(undefined, { signal: controller.signal });
      controller.abort(reason);
      await expect(opening).rejects.toBe(reason);
    });

    test('calls may overlap, also between sessions and while another one loads', async () => {
      await using session = await open();
      const overlapping = [session.run({ x, y }), session.run({ x: y, y })];
      const opening = open();
      const results = await Promise.all([...overlapping, opening.then((opened) => opened.run({ x, y }))]);
      await (await opening).dispose();
      const values = results.map(({ sum }) => sum?.data);
      expect(values).toEqual([sumOfFeeds, Float32Array.of(20, 40), sumOfFeeds]);
    });

    test('runs under way end before disposal; later ones are refused', async () => {
      const session = await open();
      const runs = [session.run({ x, y }), session.run({ x, y })];
      const disposals = [session.dispose(), session.dispose()];
      for (const { sum } of await Promise.all(runs)) expect(sum?.data).toEqual(sumOfFeeds);
      await Promise.all(disposals);
      await expect(session.run({ x, y })).rejects.toMatchObject({ code: 'disposed' });
    });

    test('the runtime describes itself', async () => {
      const description = await runtime.describe();
      expect(description).toMatchObject({ name: runtime.name, available: true });
      expect(description.version).toMatch(/^\d+\.\d+\.\d+/);
      expect(description.providers.length).toBeGreaterThan(0);
    });
  });
}

function requireResident(value: OnnxValue | undefined) {
  if (value === undefined || !isResident(value)) throw new Error('this output should be resident');
  return value;
}
