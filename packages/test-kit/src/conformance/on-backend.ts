import type { TensorBackend } from '@slowfast/spec';
import type { Keep } from './aggregate-whole.ts';

/** Runs a test on a new backend, disposes what the test kept, and asserts that no tensor is left alive. */
export type OnBackend = (name: string, run: (backend: TensorBackend, keep: Keep) => Promise<void>) => void;
