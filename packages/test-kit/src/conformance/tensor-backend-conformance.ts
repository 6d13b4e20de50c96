import type { Tensor, TensorBackend } from '@slowfast/spec';
import { describe } from 'vitest';
import type { AggregationGolden } from '../golden.ts';
import { aggregateWhole } from './aggregate-whole.ts';
import { expectCloseValues, expectEqualValues } from './expect-values.ts';
import type { OnBackend } from './on-backend.ts';
import { type ConformanceOptions, suiteTest } from './suite.ts';
import { testTensorLifetimes } from './tensor-backend-lifetimes.ts';
import { testTensorOperations } from './tensor-backend-operations.ts';

/** A backend under test. */
export interface BackendUnderTest<T extends Tensor> {
  readonly backend: TensorBackend<T>;
  /** Tensors of the backend that are alive, however it counts them. */
  readonly liveTensors: () => number;
}

/** What {@link tensorBackendConformance} needs. */
export interface TensorBackendConformanceOptions<T extends Tensor> extends ConformanceOptions {
  /** A new backend; called once per test. */
  readonly create: () => Promise<BackendUnderTest<T>> | BackendUnderTest<T>;
  /** Aggregations of the original to reproduce: `await readAggregationGoldens()` of `@slowfast/test-kit/files`. */
  readonly goldens: readonly AggregationGolden[];
}

/**
 * What every tensor backend must do: each operation against plain loops, the aggregations of the original, laziness and
 * lifetimes. Maxima and moves must be exact, means within 1e-6 of the largest value.
 */
export function tensorBackendConformance<T extends Tensor>(
  name: string,
  options: TensorBackendConformanceOptions<T>,
): void {
  const test = suiteTest(options);
  const onBackend: OnBackend = (testName, run) => {
    test(testName, async () => {
      const { backend, liveTensors } = await options.create();
      const before = liveTensors();
      const kept: Tensor[] = [];
      try {
        await run(backend as unknown as TensorBackend, (tensor) => {
          kept.push(tensor);
          return tensor;
        });
      } finally {
        for (const tensor of kept) tensor[Symbol.dispose]();
      }
      const left = liveTensors() - before;
      await backend.dispose();
      if (left !== 0) throw new Error(`${left} tensors are still alive: expected none.`);
    });
  };

  describe(`${name}: tensor backend`, () => {
    testTensorOperations(onBackend);
    testTensorLifetimes(onBackend);
    for (const golden of options.goldens) {
      onBackend(`reproduces ${golden.name}`, async (backend, keep) => {
        const tokens = aggregateWhole(backend, golden, keep);
        await backend.run([tokens]);
        const values = await tokens.read();
        expectCloseValues(values, golden.output, 1e-6);
        const { slow = 0 } = golden.tokens;
        // Slow tokens of maxima are selections of input values, so there is nothing to round.
        const isExact = /max_pool|concat/.test(golden.config);
        const exact = isExact ? slow * golden.size : 0;
        expectEqualValues(values.subarray(0, exact), golden.output.subarray(0, exact));
      });
    }
  });
}
