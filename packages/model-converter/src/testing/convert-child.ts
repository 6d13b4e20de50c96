import { writeSync } from 'node:fs';
import { convertModel } from '../node/index.ts';

// Converts in a process of its own and prints what came of it as JSON: source, folder, and the share of the bytes behind which
// the process stops for ever, so that it can be killed there.

const [source, out, stopsAt] = process.argv.slice(2) as [string, string, string?];
try {
  const converted = await convertModel(source, {
    out,
    onProgress({ written, total }) {
      if (stopsAt === undefined || written < total * Number(stopsAt)) return;
      writeSync(1, 'stopped\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  });
  writeSync(1, `${JSON.stringify(converted)}\n`);
} catch (error) {
  writeSync(1, `${JSON.stringify({ ...(error as object), message: (error as Error).message })}\n`);
}
