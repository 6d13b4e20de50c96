import { fileURLToPath } from 'node:url';
import type { FindResult } from '@slowfast/spec';
import { modelFolder } from '@slowfast/tiny-model';
import { expect, test } from 'vitest';
import { runSlowfast } from './testing/run-slowfast.ts';

const circle = fileURLToPath(new URL('clips/circle.mp4', modelFolder));
// A yellow diamond is there from 3.1 s to 3.4 s, as the scene that the clip was drawn from says.
const brief = fileURLToPath(new URL('../../../models/embedded/clips/clip-016.mp4', import.meta.url));

test('tells when it is, in a line for each range, and where it never is', async () => {
  const { code, stdout, stderr } = await runSlowfast([
    ...['find', brief, 'Is there a diamond?', 'Is there a yellow star?', '--verbose'],
  ]);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: '> Is there a diamond?\n0:03.10 – 0:03.40  1.00\n> Is there a yellow star?\nnowhere\n',
  });
  expect(stderr).toMatch(/looked at 3\d frames of at most \d+, by \d+ decisions of at most \d+/);
  expect(stderr).toContain('the embedded model answers');
});

test('what is always there is there from begin to end; nothing else is on stdout', async () => {
  const asked = ['find', circle, 'Is there a red circle?', '--step', '0.5', '--resolution', '0.5', '--quiet'];
  expect(await runSlowfast(asked)).toEqual({ code: 0, stdout: '0:00.0 – 0:03.0  1.00\n', stderr: '' });
});

test('--json has everything, and the flags are followed', async () => {
  const flags = ['--start', '0:01', '--end', '2', '--step', '0.25', '--threshold', '0.4', '--window', '2'];
  const { code, stdout } = await runSlowfast([
    ...['find', circle, circle, 'Is there a red circle?', '--json', '--max-feature-bytes', '0', ...flags],
  ]);
  expect(code).toBe(0);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line): FindResult => JSON.parse(line));
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line).toMatchObject({
      ...{ video: circle, model: 'embedded', question: 'Is there a red circle?', notices: [] },
      ranges: [{ startSeconds: 1, endSeconds: 2 }],
      plan: { startSeconds: 1, endSeconds: 2, stepSeconds: 0.25, steps: 4, windowFrames: 2 },
    });
    expect(line.decisions).toBeGreaterThanOrEqual(6);
  }
});

test('--plan tells the most that it takes', async () => {
  const asked = ['find', circle, 'Is there a red circle?', '--plan', '--step', '0.25', '--resolution', '0.1'];
  expect(await runSlowfast(asked)).toEqual({
    ...{ code: 0, stderr: '' },
    stdout: [
      'range     0:00.0 – 0:03.0 in steps of 0.25 s, resolved to 0.1 s',
      'frames    12, at most 36 with those between steps',
      'windows   6 frames, 216 tokens',
      'decisions at least 2, at most 46',
      'memory    369 kB of features at a time',
      '',
    ].join('\n'),
  });
});

test('wrong usage is told before anything is opened', async () => {
  const failing = async (...argv: string[]) => {
    const { code, stdout, stderr } = await runSlowfast(['find', ...argv, '--quiet']);
    return { code, stdout, stderr: stderr.replace(/\n.*/s, '') };
  };
  expect(await failing(circle)).toMatchObject({ code: 2, stderr: expect.stringContaining('no question') });
  expect(await failing(circle, ' ')).toMatchObject({ code: 2, stdout: '' });
  expect(await failing(circle, 'Is it?', '--step', '0')).toMatchObject({ code: 2 });
  const threshold = await failing(circle, 'Is it red?', '--threshold', '2');
  expect(threshold).toMatchObject({ code: 2, stderr: expect.stringContaining('--threshold') });
  const range = await failing(circle, 'Is it red?', '--start', '9');
  expect(range).toMatchObject({ code: 2, stderr: expect.stringContaining('Change --start') });
});
