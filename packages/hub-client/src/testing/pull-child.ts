import { pullHubModel } from '../node/index.ts';

// Pulls a model in a process of its own, with the settings of its environment, and prints what happens, a line of JSON each.

const print = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
try {
  const pulled = await pullHubModel(process.argv[2]!, {
    onProgress: print,
    retryPolicy: { firstDelayMs: 1, longestDelayMs: 5 },
  });
  print({ type: 'pulled', ...pulled });
} catch (error) {
  print({ type: 'failed', ...(error as object), message: (error as Error).message });
  process.exitCode = 1;
}
