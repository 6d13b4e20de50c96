import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const clips = fileURLToPath(new URL('../packages/tiny-model/clips', import.meta.url));

test('npm run slowfast is the command, in the folder that npm was called in', async () => {
  const flags = [
    '--silent',
    '--prefix',
    root,
    'run',
    'slowfast',
    '--',
    'plan',
    'circle.mp4',
    '--frames',
    '4',
  ];
  const options = { cwd: clips, shell: process.platform === 'win32' };
  const { stdout } = await promisify(execFile)('npm', flags, options);
  expect(stdout).toMatch(/^video {5}circle\.mp4: 3\.00 s/);
});
