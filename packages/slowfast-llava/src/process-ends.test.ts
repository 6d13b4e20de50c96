import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { clips } from './testing/clips.ts';

test('a program that disposes nothing gets its answers and errors, and ends by itself', async () => {
  const program = fileURLToPath(new URL('./testing/forgets-to-dispose.ts', import.meta.url));
  const clip = fileURLToPath(new URL('circle.mp4', clips.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, clip]);
  expect(stdout.trimEnd().split('\n')).toEqual([
    '16',
    'circle',
    'video-not-found',
    'TimeoutError',
    'invalid-setting',
  ]);
});
