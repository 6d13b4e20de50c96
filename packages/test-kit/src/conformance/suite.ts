import { test } from 'vitest';

/** Tests that an implementation can't pass, and why. They show up as skipped. */
export interface ConformanceSkip {
  readonly reason: string;
  /** Names of the tests, exactly. */
  readonly tests: readonly string[];
}

/** Options of every suite. */
export interface ConformanceOptions {
  readonly skip?: readonly ConformanceSkip[];
}

/** Like vitest's `test`, but aware of skips. */
export type SuiteTest = (name: string, run: () => Promise<void> | void) => void;

/** `test` for one suite: what is in `skip` is skipped with its reason in the report. */
export function suiteTest({ skip = [] }: ConformanceOptions): SuiteTest {
  return (name, run) => {
    const skipped = skip.find(({ tests }) => tests.includes(name));
    if (skipped) test(name, (context) => context.skip(skipped.reason));
    else test(name, run);
  };
}
