import type { ByteFailure } from '../byte-failure.ts';

/** The error of a test that reads bytes. */
export class TestFailure extends Error {
  readonly failure: ByteFailure;

  constructor(failure: ByteFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}

/** Makes the error of a test. */
export function failureOf(failure: ByteFailure): TestFailure {
  return new TestFailure(failure);
}
