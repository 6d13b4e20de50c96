import { fileURLToPath } from 'node:url';
import { modelFolder } from '@slowfast/tiny-model';
import { expect, test } from 'vitest';
import { tracedRun, whyNotTraced } from './testing/traced-run.ts';

// onnxruntime-node 1.30 makes its files at the first session. It looks up the address that it sends to 10 to 12 s later.
const secondsUntilItSends = 13;

const programs = [
  {
    name: 'a question',
    script: new URL('./testing/ask-and-stay.ts', import.meta.url),
    file: 'clips/circle.mp4',
    printed: 'circle\n',
  },
  {
    name: 'a session of the package for sessions alone',
    script: new URL('./testing/open-and-stay.ts', import.meta.url),
    file: 'onnx/embed_tokens.onnx',
    printed: 'input_ids\n',
  },
];

test.concurrent.for(programs)(
  '$name opens no connection and writes nothing at home',
  async ({ script, file, printed }, { skip }) => {
    const reason = whyNotTraced();
    if (reason !== undefined) skip(reason);
    const path = fileURLToPath(new URL(file, modelFolder));
    const run = await tracedRun(script, [path, String(secondsUntilItSends)]);
    expect(run).toEqual({ stdout: printed, stderr: '', socketCalls: [], filesAtHome: [] });
  },
);
