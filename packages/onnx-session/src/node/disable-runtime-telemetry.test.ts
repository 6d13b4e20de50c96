import { execFile } from 'node:child_process';
import { platform } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../testing/print-openings-in-workers.ts', import.meta.url));

/** What came of sessions in worker threads of a process with such an environment. */
async function openings(value: string | undefined, options: readonly string[] = []) {
  const { ORT_DISABLE_TELEMETRY: _, ...rest } = process.env;
  const env = { ...rest, ...(value !== undefined && { ORT_DISABLE_TELEMETRY: value }) };
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...options], { env });
  return JSON.parse(stdout);
}

const refused = {
  code: 'runtime-unavailable',
  message: expect.stringMatching(
    /usage data.*ORT_DISABLE_TELEMETRY=1.*disableRuntimeTelemetry\(\).*SHARE_ENV/,
  ),
};

test.skipIf(platform() === 'win32')(
  'who has a copy of the environment is refused until the main thread has set it',
  async () => {
    expect(await openings(undefined)).toEqual({
      replaced: refused,
      copy: refused,
      changedCopy: refused,
      after: '1',
      emptyCopy: 'opened',
    });
  },
);

test('a worker that shares the environment sets it', async () => {
  const { before, shared, after, emptyCopy } = await openings(undefined, ['--shared']);
  expect({ before, shared, after, emptyCopy }).toEqual({
    before: undefined,
    shared: 'opened',
    after: '1',
    emptyCopy: 'opened',
  });
});

test('what the environment says already stays', async () => {
  const opened = { replaced: 'opened', copy: 'opened', changedCopy: 'opened', emptyCopy: 'opened' };
  expect(await openings('true')).toEqual({ ...opened, before: 'true', after: 'true' });
});
