import { defineConfig } from 'vitest/config';

/** One configuration for the whole workspace: tests stand beside the code and run on the sources. */
export default defineConfig({
  test: {
    include: ['{packages,apps,tools,models,examples,benchmarks}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/runs/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
